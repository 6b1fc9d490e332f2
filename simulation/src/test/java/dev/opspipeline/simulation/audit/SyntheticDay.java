package dev.opspipeline.simulation.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A day record made by hand, correct until a fault is planted in it. Cash, equity and position counts are filled in when
 * it is written, so that a planted trade stays consistent with its account.
 */
final class SyntheticDay {

    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private static final Instant OPEN = Instant.parse("2026-04-09T13:30:00Z");
    private static final Instant CLOSE = Instant.parse("2026-04-09T20:00:00Z");
    private static final Duration WALL_AHEAD = Duration.ofDays(100);

    final ObjectNode run;
    final List<ObjectNode> store = new ArrayList<>();
    final List<ObjectNode> topics = new ArrayList<>();
    final List<ObjectNode> broker = new ArrayList<>();
    private int wallOffsetSeconds;

    SyntheticDay() {
        run = json("""
                {"date":"2026-04-09","open":"%s","close":"%s","step_seconds":5,"clock":"stepped","speed":312.5,
                 "held_ms":{"dispatcher-large":12},"tiers":[]}""".formatted(OPEN, CLOSE));
    }

    static Instant at(String time) {
        return Instant.parse("2026-04-09T" + time + "Z");
    }

    /** Moves every wall time of what is added from now on. */
    void wallOffset(int seconds) {
        wallOffsetSeconds = seconds;
    }

    Instant wall(Instant market) {
        return market.plus(WALL_AHEAD).plusSeconds(wallOffsetSeconds);
    }

    void account(String tier, String equity) {
        run.withArray("tiers").add(json("""
                        {"tier":"%s","account_number":"SBX-%s","opening_equity":"%s"}""".formatted(tier, tier, equity)));
        broker.add(json("""
                {"at":"%s","kind":"account","account":"%s","account_number":"SBX-%s","cash":"%s","equity":"%s","last_equity":"%s"}""".formatted(OPEN, tier, tier, equity, equity, equity)));
        broker.add(json("""
                {"at":"%s","kind":"account","account":"%s","account_number":"SBX-%s"}""".formatted(CLOSE, tier, tier)));
    }

    ObjectNode parameter(String time, String name, int version, String value) {
        ObjectNode line = json("{}");
        line.put("at", at(time).toString());
        line.put("wall", wall(at(time)).toString());
        line.put("name", "/ops-pipeline/" + name);
        line.put("version", version);
        line.put("value", value);
        store.add(line);
        return line;
    }

    /** Changes one key of a tier's first document. */
    void limit(String tier, String key, String json) {
        for (ObjectNode line : store) {
            if (line.path("name").asString().endsWith("config_" + tier)) {
                ObjectNode document =
                        (ObjectNode) MAPPER.readTree(line.path("value").asString());
                document.set(key, MAPPER.readTree(json));
                line.put("value", document.toString());
                return;
            }
        }
        throw new IllegalArgumentException("no document of " + tier);
    }

    ObjectNode topic(String topic, String key, Instant at, ObjectNode value) {
        ObjectNode line = json("{}");
        line.put("topic", topic);
        line.put("offset", topics.size());
        line.put("key", key);
        line.put("wall", wall(at).toString());
        line.put("market", at.toString());
        line.set("value", value);
        topics.add(line);
        return line;
    }

    void quote(String time, String tier, String service, String symbol, String bid, String ask) {
        broker.add(json("""
                {"at":"%s","kind":"quote","account":"%s","service":"%s","instance":"1","symbol":"%s","bid":"%s","ask":"%s"}""".formatted(at(time), tier, service, symbol, bid, ask)));
    }

    ObjectNode submit(String time, String tier, String id, String symbol, boolean buy, int quantity, String limit) {
        ObjectNode line = json("""
                {"at":"%s","kind":"submit","account":"%s","service":"%s","client_order_id":"%s","symbol":"%s","side":"%s",
                 "qty":"%d","type":"%s","limit_price":%s,"position_intent":"%s","outcome":"accepted","order_id":"O-%s"}""".formatted(
                        at(time),
                        tier,
                        buy ? "dispatcher" : "position-manager",
                        id,
                        symbol,
                        buy ? "buy" : "sell",
                        quantity,
                        limit.equals("market") ? "market" : "limit",
                        limit.equals("market") ? "null" : "\"" + limit + "\"",
                        buy ? "buy_to_open" : "sell_to_close",
                        id));
        broker.add(line);
        return line;
    }

    ObjectNode fill(
            String time, String tier, String id, String symbol, boolean buy, int quantity, String bid, String ask) {
        ObjectNode line = json("""
                {"at":"%s","kind":"fill","account":"%s","order_id":"O-%s","client_order_id":"%s","execution_id":"E-%s",
                 "symbol":"%s","side":"%s","qty":"%d","price":"%s","bid":"%s","ask":"%s"}""".formatted(
                        at(time), tier, id, id, id, symbol, buy ? "buy" : "sell", quantity, buy ? ask : bid, bid, ask));
        broker.add(line);
        return line;
    }

    /** So many of what an order executed are taken back. */
    void bust(String time, String tier, String id, String symbol, boolean buy, int quantity, String price) {
        broker.add(json("""
                {"at":"%s","kind":"bust","account":"%s","order_id":"O-%s","client_order_id":"%s","symbol":"%s","side":"%s",
                 "qty":"%d","price":"%s"}""".formatted(at(time), tier, id, id, symbol, buy ? "buy" : "sell", quantity, price)));
    }

    /** The first broker line that has all these values, given as {@code field, value, field, value}. */
    ObjectNode line(String... fieldsAndValues) {
        return first(broker, fieldsAndValues);
    }

    ObjectNode message(String topic, String key) {
        return (ObjectNode) first(topics, "topic", topic, "key", key).path("value");
    }

    private static ObjectNode first(List<ObjectNode> lines, String... fieldsAndValues) {
        return lines.stream()
                .filter(has(fieldsAndValues))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line " + List.of(fieldsAndValues)));
    }

    static Predicate<ObjectNode> has(String... fieldsAndValues) {
        Predicate<ObjectNode> all = line -> true;
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            String field = fieldsAndValues[i];
            String value = fieldsAndValues[i + 1];
            all = all.and(line -> line.path(field).asString("").equals(value));
        }
        return all;
    }

    /** Moves every broker line of an order to another time. */
    void move(String clientOrderId, String time) {
        broker.stream()
                .filter(has("client_order_id", clientOrderId))
                .forEach(line -> line.put("at", at(time).toString()));
    }

    Path write(Path directory) {
        try {
            Files.writeString(directory.resolve("run.json"), run.toString());
            Files.writeString(directory.resolve("store.jsonl"), lines(store));
            Files.writeString(directory.resolve("topics.jsonl"), lines(topics));
            Files.writeString(directory.resolve("broker.jsonl"), lines(settled()));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(List<ObjectNode> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private List<ObjectNode> settled() {
        List<ObjectNode> inOrder = new ArrayList<>();
        broker.stream()
                .sorted(Comparator.comparing(
                        line -> Instant.parse(line.path("at").asString())))
                .forEach(line -> inOrder.add(line.deepCopy()));
        Map<String, Account> accounts = new HashMap<>();
        Map<String, BigDecimal> mids = new HashMap<>();
        int seq = 0;
        for (ObjectNode line : inOrder) {
            line.put("seq", ++seq);
            String tier = line.path("account").asString();
            accounts.computeIfAbsent(tier, none -> new Account()).settle(line, mids);
        }
        return inOrder;
    }

    /** What an honest broker would state about an account. */
    private static final class Account {
        private BigDecimal cash = BigDecimal.ZERO;
        private BigDecimal lastEquity = BigDecimal.ZERO;
        private final Map<String, Integer> held = new HashMap<>();

        void settle(ObjectNode line, Map<String, BigDecimal> mids) {
            String symbol = line.path("symbol").asString("");
            switch (line.path("kind").asString()) {
                case "quote" ->
                    mids.put(
                            symbol, amount(line, "bid").add(amount(line, "ask")).divide(BigDecimal.TWO));
                case "fill", "bust" -> {
                    boolean in = line.path("side").asString().equals("buy")
                            == line.path("kind").asString().equals("fill");
                    int signed =
                            in ? line.path("qty").asInt() : -line.path("qty").asInt();
                    cash = cash.subtract(amount(line, "price").multiply(BigDecimal.valueOf(100L * signed)));
                    state(line, "position_qty", String.valueOf(held.merge(symbol, signed, Integer::sum)));
                }
                case "account" -> {
                    if (line.has("cash")) {
                        cash = amount(line, "cash");
                        lastEquity = amount(line, "last_equity");
                    }
                    money(line, mids);
                }
                case "submit" -> {
                    money(line, mids);
                    state(line, "options_buying_power", cash.toPlainString());
                }
                default -> {
                    // States nothing about money.
                }
            }
        }

        private void money(ObjectNode line, Map<String, BigDecimal> mids) {
            BigDecimal equity = cash;
            for (Map.Entry<String, Integer> position : held.entrySet()) {
                BigDecimal mid = mids.getOrDefault(position.getKey(), BigDecimal.ZERO);
                equity = equity.add(mid.multiply(BigDecimal.valueOf(100L * position.getValue())));
            }
            state(line, "cash", cash.toPlainString());
            state(line, "equity", equity.toPlainString());
            state(line, "last_equity", lastEquity.toPlainString());
        }

        private static void state(ObjectNode line, String field, String value) {
            if (!line.has(field)) {
                line.put(field, value);
            }
        }

        private static BigDecimal amount(JsonNode line, String field) {
            return new BigDecimal(line.path(field).asString());
        }
    }

    static ObjectNode json(String text) {
        return (ObjectNode) MAPPER.readTree(text);
    }
}
