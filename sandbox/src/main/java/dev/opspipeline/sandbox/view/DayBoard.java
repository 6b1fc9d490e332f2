package dev.opspipeline.sandbox.view;

import dev.opspipeline.sandbox.view.Happening.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The day as people follow it: a fold of the topics, told to a display. */
public final class DayBoard implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int KEPT = 60;

    private final Stage stage;
    private final Supplier<Instant> marketTime;
    private final Function<String, Optional<AccountFigures>> figures;
    private final Map<String, TierBoard> tiers = new LinkedHashMap<>();
    private final Deque<Happening> recommendations = new ArrayDeque<>();
    private final Deque<Happening> events = new ArrayDeque<>();
    private Display display;
    private int recommended;
    private double speed;

    /** @param figures where an account stands now; empty when that is not known */
    public DayBoard(
            Stage stage,
            Supplier<Instant> marketTime,
            Function<String, Optional<AccountFigures>> figures,
            Display display) {
        this.stage = stage;
        this.marketTime = marketTime;
        this.figures = figures;
        this.display = display;
        stage.tiers().forEach(tier -> tiers.put(tier, new TierBoard(tier)));
    }

    /** Everything has started. */
    public synchronized void begins() {
        display.begins(this::view);
    }

    /** Something that is on no topic. */
    public synchronized void say(String text) {
        happened("", Kind.NOTICE, text);
    }

    /** Market time moved on, at this many market seconds a second. */
    public synchronized void advanced(double achieved) {
        speed = achieved;
        display.advanced(this::view);
    }

    /** Goes on elsewhere: the former display is closed. */
    public synchronized void showOn(Display other) {
        display.close();
        display = other;
    }

    /** Every account has decided every recommendation seen so far. */
    public synchronized boolean isSettled() {
        return tiers.values().stream().allMatch(tier -> tier.decided() >= recommended);
    }

    /** One record of any topic. */
    public synchronized void topic(String topic, @Nullable String value) {
        if (value == null) {
            // a tombstone
            return;
        }
        if (topic.endsWith(".dlt")) {
            happened("", Kind.WARNING, "unreadable record, put aside on " + topic);
            return;
        }
        JsonNode message;
        try {
            message = JSON.readTree(value);
        } catch (JacksonException e) {
            happened("", Kind.WARNING, "unreadable record on " + topic);
            return;
        }
        String family = topic.contains(".") ? topic.substring(0, topic.indexOf('.')) : topic;
        TierBoard tier = tiers.get(topic.substring(topic.lastIndexOf('.') + 1));
        if (tier != null) {
            ofTier(family, topic.substring(topic.lastIndexOf('.') + 1), tier, message);
        } else if (family.equals("recommendations")) {
            recommended++;
            keep(recommendations, new Happening(now(), "", Kind.RECOMMENDATION, recommendation(message)));
        } else if (family.equals("audit")) {
            audit(message);
        }
    }

    private void ofTier(String family, String name, TierBoard tier, JsonNode message) {
        switch (family) {
            case "decisions" -> decision(name, tier, message);
            case "fills" ->
                happened(
                        name,
                        Kind.FILL,
                        "%d %s at %s"
                                .formatted(
                                        message.path("contracts").asInt(),
                                        Words.contract(text(message, "contract")),
                                        text(message, "price")));
            case "closed-trades" -> closed(name, tier, message);
            case "limits" -> {
                List<String> changes = tier.limits(LimitText.parse(text(message, "document")));
                if (!changes.isEmpty()) {
                    happened(name, Kind.LIMITS, String.join("; ", changes));
                }
            }
            case "orders" -> {
                if (text(message, "state").equals("REJECTED")) {
                    happened(
                            name,
                            Kind.WARNING,
                            "order rejected, %s: %s"
                                    .formatted(Words.contract(text(message, "contract")), text(message, "detail")));
                }
            }
            default -> {
                // positions: the account's own figures say it
            }
        }
    }

    private void decision(String name, TierBoard tier, JsonNode message) {
        JsonNode decision = message.path("decision");
        JsonNode recommendation = message.path("recommendation");
        if (text(decision, "type").equals("trade")) {
            tier.entered();
            happened(
                    name,
                    Kind.ENTRY,
                    "%d %s, at most %s (%s)"
                            .formatted(
                                    decision.path("contracts").asInt(),
                                    Words.contract(text(decision, "contract")),
                                    text(decision, "limitPrice"),
                                    Words.plain(text(recommendation, "strategy"))));
            return;
        }
        JsonNode refusals = decision.path("refusals");
        boolean isNew = false;
        for (JsonNode refusal : refusals) {
            isNew |= tier.counts(text(refusal, "code"));
        }
        String more = refusals.size() > 1 ? " (+%d)".formatted(refusals.size() - 1) : "";
        Happening happening = new Happening(
                now(),
                name,
                Kind.REFUSAL,
                "%s %s: %s%s"
                        .formatted(
                                text(recommendation, "ticker"),
                                direction(recommendation),
                                refusals.isEmpty() ? "no reason given" : Words.refusal(refusals.get(0)),
                                more));
        tier.refused(happening);
        if (isNew) {
            display.happened(happening);
        }
    }

    private void closed(String name, TierBoard tier, JsonNode message) {
        BigDecimal profit = message.path("realizedProfit").asDecimal(BigDecimal.ZERO);
        tier.closed(profit);
        happened(
                name,
                profit.signum() < 0 ? Kind.LOSS : Kind.GAIN,
                "%d %s at %s, %s, %s"
                        .formatted(
                                message.path("quantity").asInt(),
                                Words.contract(text(message, "contract")),
                                Words.numbers(text(message, "exitPrice")),
                                Words.profit(profit),
                                Words.reason(text(message, "reason"))));
    }

    private void audit(JsonNode message) {
        String event = text(message, "event");
        String detail = text(message, "detail");
        String tier = message.path("tier").asString("");
        switch (event) {
            case "config.accepted" -> happened(tier, Kind.LIMITS, "accepted: " + detail);
            case "config.refused" -> happened(tier, Kind.LIMITS_REFUSED, "REFUSED: " + detail);
            case "tickers.accepted", "control.taken", "config.readable", "tier.within_band", "session.best" ->
                happened(tier, Kind.NOTICE, event + ": " + detail);
            default -> happened(tier, Kind.WARNING, event + ": " + detail);
        }
    }

    private static String recommendation(JsonNode message) {
        return String.format(
                Locale.ROOT,
                "%-5s %-4s %-5s confidence %.2f  score %.1f  volume %.1fx  at %s",
                text(message, "ticker"),
                direction(message),
                Words.plain(text(message, "strategy")),
                message.path("confidence").asDouble(),
                message.path("score").asDouble(),
                message.path("features").path("volumeRatio").asDouble(0),
                text(message, "underlyingPrice"));
    }

    private static String direction(JsonNode recommendation) {
        return Words.plain(text(recommendation, "action").replace("BUY_", ""));
    }

    private void happened(String tier, Kind kind, String text) {
        Happening happening = new Happening(now(), tier, kind, text);
        keep(events, happening);
        display.happened(happening);
    }

    private static void keep(Deque<Happening> kept, Happening happening) {
        kept.addLast(happening);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }

    private Instant now() {
        return marketTime.get();
    }

    /** How it stands now. */
    public synchronized BoardView view() {
        Instant now = now();
        List<BoardView.TierRow> rows = tiers.entrySet().stream()
                .map(tier -> tier.getValue().row(figures.apply(tier.getKey()).orElse(null)))
                .toList();
        return new BoardView(
                now, percent(now), speed, recommended, rows, List.copyOf(recommendations), List.copyOf(events));
    }

    private int percent(Instant now) {
        Instant end = stage.end();
        if (end == null) {
            return -1;
        }
        long whole = Math.max(1, Duration.between(stage.start(), end).toSeconds());
        return Math.clamp(100 * Duration.between(stage.start(), now).toSeconds() / whole, 0, 100);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("-");
    }

    @Override
    public synchronized void close() {
        display.close();
    }
}
