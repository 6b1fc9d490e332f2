package dev.opspipeline.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints the day as it happens: what is bought and sold and why, refusals counted, and how far the day is. */
final class DayPrinter {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final PrintStream out;
    private final Supplier<Instant> marketTime;
    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<String, Integer> bought = new TreeMap<>();
    private final Map<String, Integer> decided = new TreeMap<>();
    private int recommendations;

    DayPrinter(PrintStream out, Supplier<Instant> marketTime) {
        this.out = out;
        this.marketTime = marketTime;
    }

    void say(String text) {
        out.printf("%s  %s%n", newYork(marketTime.get()), text);
    }

    private static LocalTime newYork(Instant instant) {
        return instant.atZone(NEW_YORK).toLocalTime().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Where the day stands: a line a market quarter of an hour is enough. */
    synchronized void progress(Instant open, Instant close, double speed) {
        long percent = Math.clamp(
                100
                        * Duration.between(open, marketTime.get()).toSeconds()
                        / Duration.between(open, close).toSeconds(),
                0,
                100);
        say("%3d %%  %.0fx  recommendations %d, entries %s, refusals %s"
                .formatted(percent, speed, recommendations, bought, refused));
    }

    /** One record of any topic. */
    synchronized void topic(ConsumerRecord<String, String> found) {
        String topic = found.topic();
        String tier = topic.substring(topic.lastIndexOf('.') + 1);
        JsonNode message;
        try {
            message = JSON.readTree(found.value());
        } catch (JacksonException e) {
            say("unreadable record on %s: %s".formatted(topic, found.value()));
            return;
        }
        if (topic.equals("recommendations")) {
            recommendations++;
        } else if (topic.startsWith("decisions.") && !topic.endsWith(".dlt")) {
            decision(tier, message);
        } else if (topic.startsWith("fills.")) {
            say("%-6s bought %d %s at %s"
                    .formatted(
                            tier,
                            message.path("contracts").asInt(),
                            text(message, "contract"),
                            text(message, "price")));
        } else if (topic.startsWith("closed-trades.") && !topic.endsWith(".dlt")) {
            say("%-6s closed %d %s at %s: %s, profit %s"
                    .formatted(
                            tier,
                            message.path("quantity").asInt(),
                            text(message, "contract"),
                            text(message, "exitPrice"),
                            text(message, "reason"),
                            text(message, "realizedProfit")));
        } else if (topic.startsWith("orders.") && "REJECTED".equals(text(message, "state"))) {
            say("%-6s order rejected %s: %s".formatted(tier, text(message, "contract"), text(message, "detail")));
        } else if (topic.equals("audit")) {
            say("%-6s %s: %s".formatted(text(message, "tier"), text(message, "event"), text(message, "detail")));
        }
    }

    /** Every account has decided every recommendation seen so far. */
    synchronized boolean isSettled(Collection<String> tiers) {
        return tiers.stream().allMatch(tier -> decided.getOrDefault(tier, 0) >= recommendations);
    }

    private void decision(String tier, JsonNode message) {
        decided.merge(tier, 1, Integer::sum);
        JsonNode decision = message.path("decision");
        if (text(decision, "type").equals("trade")) {
            bought.merge(tier, 1, Integer::sum);
            say("%-6s entry %d %s at most %s (%s, %s)"
                    .formatted(
                            tier,
                            decision.path("contracts").asInt(),
                            text(decision, "contract"),
                            text(decision, "limitPrice"),
                            text(message, "recommendationId"),
                            text(message.path("recommendation"), "strategy")));
        } else {
            refused.merge(tier, 1, Integer::sum);
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("-");
    }
}
