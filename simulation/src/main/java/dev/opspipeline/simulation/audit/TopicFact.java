package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the system said about itself on its topics: claims to be held against the broker's facts. */
sealed interface TopicFact {

    /** A recommendation; features that were unknown are null. */
    record Signal(
            String id,
            String ticker,
            String action,
            TradeKind strategy,
            BigDecimal confidence,
            BigDecimal score,
            @Nullable BigDecimal trendState,
            @Nullable BigDecimal volRatio,
            @Nullable BigDecimal volumeRatio,
            Instant barTime,
            Instant expiresAt)
            implements TopicFact {

        static Signal read(Line line) {
            Optional<Line> features = line.child("features");
            return new Signal(
                    line.text("id"),
                    line.text("ticker"),
                    line.text("action"),
                    TradeKind.of(line.text("strategy"))
                            .orElseThrow(() -> new UnreadableRecord(line.place() + ": no such strategy")),
                    line.amount("confidence"),
                    line.amount("score"),
                    features.flatMap(f -> f.optionalAmount("trendState")).orElse(null),
                    features.flatMap(f -> f.optionalAmount("volRatio")).orElse(null),
                    features.flatMap(f -> f.optionalAmount("volumeRatio")).orElse(null),
                    line.instant("barTime"),
                    line.instant("expiresAt"));
        }

        boolean day() {
            return strategy.day();
        }

        boolean call() {
            return action.equals("BUY_CALL");
        }
    }

    /**
     * One decision.
     *
     * @param wall when it was committed, wall time
     * @param contract null for a refusal, as is the limit price
     * @param refusals codes of the verdicts that refused
     * @param deltas what it says of everything held and on its way; empty when it says nothing
     */
    record Decision(
            String recommendation,
            String tier,
            Instant decidedAt,
            Instant wall,
            String limitsVersion,
            boolean trade,
            @Nullable String contract,
            int contracts,
            @Nullable BigDecimal limitPrice,
            List<String> refusals,
            List<Delta> deltas)
            implements TopicFact {

        static Decision read(Line line, Instant wall) {
            Line decision = line.child("decision")
                    .orElseThrow(() -> new UnreadableRecord(line.place() + ": decision is missing"));
            String type = decision.text("type");
            if (!type.equals("trade") && !type.equals("no_trade")) {
                throw new UnreadableRecord("%s: unknown decision type '%s'".formatted(line.place(), type));
            }
            boolean trade = type.equals("trade");
            return new Decision(
                    line.text("recommendationId"),
                    line.text("tier"),
                    line.instant("decidedAt"),
                    wall,
                    line.optionalText("limitsVersion").orElse(""),
                    trade,
                    trade ? decision.text("contract") : null,
                    trade ? decision.count("contracts") : 0,
                    trade ? decision.amount("limitPrice") : null,
                    decision.children("refusals").stream()
                            .filter(Decision::refuses)
                            .map(verdict -> verdict.text("code"))
                            .toList(),
                    line.child("facts").map(facts -> facts.children("deltas")).orElse(List.of()).stream()
                            .map(Delta::read)
                            .toList());
        }

        private static boolean refuses(Line verdict) {
            String outcome = verdict.optionalText("outcome").orElse("REFUSED");
            return outcome.equals("REFUSED") || outcome.equals("UNKNOWN");
        }
    }

    /** How far one thing held moves with its underlying, as a decision tells it. */
    record Delta(
            String instrument,
            int units,
            @Nullable BigDecimal delta,
            @Nullable BigDecimal underlyingPrice) implements TopicFact {

        static Delta read(Line line) {
            return new Delta(
                    line.text("instrument"),
                    line.count("units"),
                    line.optionalAmount("delta").orElse(null),
                    line.optionalAmount("underlyingPrice").orElse(null));
        }
    }

    /** One step in the life of an entry order, as told. */
    record OrderStep(String tier, String recommendation, String state) implements TopicFact {

        static OrderStep read(String tier, Line line) {
            return new OrderStep(tier, line.text("recommendationId"), line.text("state"));
        }

        boolean ended() {
            return switch (state) {
                case "FILLED", "CANCELED", "REJECTED", "EXPIRED" -> true;
                default -> false;
            };
        }
    }

    /** The exit plan a position was given; levels in dollars per share. */
    record Plan(
            BigDecimal entryPrice,
            BigDecimal stopAt,
            BigDecimal targetAt,
            Instant maxHoldAt,
            @Nullable Instant endOfDayAt,
            @Nullable Instant overnightLossAt,
            Instant expirationRiskAt,
            @Nullable BigDecimal trailingArm) {

        static Plan read(Line line) {
            return new Plan(
                    line.amount("entryPrice"),
                    line.amount("stopAt"),
                    line.amount("targetAt"),
                    line.instant("maxHoldAt"),
                    line.optionalInstant("endOfDayAt").orElse(null),
                    line.optionalInstant("overnightLossAt").orElse(null),
                    line.instant("expirationRiskAt"),
                    line.child("trailing")
                            .map(trailing -> trailing.amount("arm"))
                            .orElse(null));
        }
    }

    /**
     * A position as its manager tells it.
     *
     * @param at market time of the state
     * @param seen market time it was seen on the topic
     */
    record PositionStep(
            String tier,
            String contract,
            String entryReference,
            int quantity,
            String state,
            @Nullable String reason,
            @Nullable Plan plan,
            @Nullable String closeOrderId,
            Instant at,
            Instant seen)
            implements TopicFact {

        static PositionStep read(String tier, Line line, Optional<Instant> seen) {
            return new PositionStep(
                    tier,
                    line.text("contract"),
                    line.text("entryReference"),
                    line.count("quantity"),
                    line.text("state"),
                    line.optionalText("reason").orElse(null),
                    line.child("plan").map(Plan::read).orElse(null),
                    line.optionalText("closeOrderId").orElse(null),
                    line.instant("at"),
                    seen.orElse(line.instant("at")));
        }
    }

    /** A finished position as told; told again under the same closing order's id when the broker took something back. */
    record Closed(
            String tier,
            String contract,
            String entryReference,
            int quantity,
            BigDecimal realizedProfit,
            String reason,
            String closeOrderId,
            Instant closedAt)
            implements TopicFact {

        boolean saysTheSameAs(Closed other) {
            return quantity == other.quantity() && realizedProfit.compareTo(other.realizedProfit()) == 0;
        }

        static Closed read(String tier, Line line, Optional<Instant> seen) {
            return new Closed(
                    tier,
                    line.text("contract"),
                    line.text("entryReference"),
                    line.count("quantity"),
                    line.amount("realizedProfit"),
                    line.text("reason"),
                    line.text("closeOrderId"),
                    line.optionalInstant("closedAt").or(() -> seen).orElse(Instant.MIN));
        }
    }
}
