package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * The correct day of the self-tests: a tiny and a large account, a day call that reaches the large one's target and the
 * tiny one's end of day, a swing put that only the large one takes and stops out, and a recommendation both refuse.
 */
final class TradedDay {

    static final String NVDA = "NVDA-20260409T1431-CALL-trend1";
    static final String NVDA_CALL = "NVDA260410C00190000";
    static final String AMD = "AMD-20260409T1600-PUT-trend1";
    static final String AMD_PUT = "AMD260424P00150000";
    static final String MSFT = "MSFT-20260409T1610-CALL-trend1";

    static final String TSLA = "TSLA-20260409T1339-CALL-gap1";
    static final String TSLA_CALL = "TSLA260410C00260000";

    private TradedDay() {}

    static SyntheticDay correct() {
        SyntheticDay day = new SyntheticDay();
        day.account("tiny", "1804.00");
        day.account("large", "55000.00");
        day.parameter("13:00:00", "dispatcher_config_tiny", 1, "{\"account_tier\":\"tiny\"} // as in the table");
        day.parameter("13:00:00", "dispatcher_config_large", 1, "{\"account_tier\":\"large\"}");
        day.parameter("13:00:00", "kill_switch", 1, "none");

        recommend(day, NVDA, "NVDA", "BUY_CALL", "DAY", "0.83", "4.0", 1, "2.4", "14:31:00", "14:32:00");
        enter(day, "14:32:00", "tiny", NVDA, NVDA_CALL, 1, "1.40", "1.45", "0.725", "2.90");
        enter(day, "14:32:00", "large", NVDA, NVDA_CALL, 3, "1.40", "1.45", "1.0875", "2.175");
        watch(day, "15:00:00", NVDA_CALL, "2.20", "2.30", "tiny", "large");
        leave(day, "15:00:00", "large", NVDA, NVDA_CALL, 3, "1.45", "2.20", "2.30", "TAKE_PROFIT_HIT", "225.00");

        recommend(day, AMD, "AMD", "BUY_PUT", "SWING", "0.60", "3.8", -1, "1.5", "16:00:00", "16:01:00");
        refuse(day, "16:01:00", "tiny", AMD, "LOW_CONFIDENCE", "LOW_VOLUME");
        enter(day, "16:01:00", "large", AMD, AMD_PUT, 3, "2.90", "3.00", "2.25", "4.50");
        recommend(day, MSFT, "MSFT", "BUY_CALL", "DAY", "0.30", "2.0", 1, "2.4", "16:10:00", "16:11:00");
        refuse(day, "16:11:00", "tiny", MSFT, "LOW_CONFIDENCE");
        refuse(day, "16:11:00", "large", MSFT, "LOW_CONFIDENCE");
        watch(day, "17:00:00", AMD_PUT, "2.20", "2.30", "large");
        watch(day, "17:00:05", AMD_PUT, "2.20", "2.30", "large");
        leave(day, "17:00:05", "large", AMD, AMD_PUT, 3, "3.00", "2.20", "2.30", "STOP_LOSS_HIT", "-240.00");

        watch(day, "19:45:00", NVDA_CALL, "1.60", "1.70", "tiny");
        leave(day, "19:45:00", "tiny", NVDA, NVDA_CALL, 1, "1.45", "1.60", "1.70", "END_OF_DAY", "15.00");
        return day;
    }

    /** A call against an opening gap in the large account, from 09:40 on, closed a minute before eleven. */
    static void gap(SyntheticDay day) {
        recommend(day, TSLA, "TSLA", "BUY_CALL", "GAP", "0.70", "4.0", 1, "2.4", "13:39:00", "13:40:00");
        refuse(day, "13:40:00", "tiny", TSLA, "LOW_VOLUME");
        enter(day, "13:40:00", "large", TSLA, TSLA_CALL, 1, "2.90", "3.00", "2.10", "4.20");
        watch(day, "14:59:00", TSLA_CALL, "2.90", "3.00", "large");
        leave(day, "14:59:00", "large", TSLA, TSLA_CALL, 1, "3.00", "2.90", "3.00", "END_OF_DAY", "-10.00");
    }

    /** Another ticker's swing call in the large account, recommended a minute after its bar began. */
    static void another(SyntheticDay day, String time, String ticker, String contract) {
        Instant at = SyntheticDay.at(time);
        String bar = at.minusSeconds(60).toString().substring(11, 19);
        String id = ticker + "-" + time.replace(":", "") + "-CALL-trend1";
        boolean call = contract.charAt(contract.length() - 9) == 'C';
        recommend(day, id, ticker, call ? "BUY_CALL" : "BUY_PUT", "SWING", "0.70", "4.0", 1, "2.4", bar, time);
        refuse(day, time, "tiny", id, "LOW_CONFIDENCE");
        enter(day, time, "large", id, contract, 1, "2.90", "3.00", "2.25", "4.50");
    }

    static void recommend(
            SyntheticDay day,
            String id,
            String ticker,
            String action,
            String strategy,
            String confidence,
            String score,
            int trend,
            String volume,
            String barTime,
            String createdAt) {
        Instant created = SyntheticDay.at(createdAt);
        day.topic("recommendations", ticker, created, SyntheticDay.json("""
                {"schema":1,"id":"%s","ticker":"%s","action":"%s","strategy":"%s","rule":"trend1","confidence":%s,"score":%s,
                 "underlyingPrice":"182.35","features":{"trendState":%d,"volRatio":1.0,"volumeRatio":%s},
                 "barTime":"%s","createdAt":"%s","expiresAt":"%s"}""".formatted(
                        id,
                        ticker,
                        action,
                        strategy,
                        confidence,
                        score,
                        trend,
                        volume,
                        SyntheticDay.at(barTime),
                        created,
                        created.plus(Duration.ofMinutes(5)))));
    }

    static void refuse(SyntheticDay day, String time, String tier, String id, String... codes) {
        ObjectNode decision = decision(day, time, tier, id);
        ObjectNode refusal = decision.putObject("decision").put("type", "no_trade");
        for (String code : codes) {
            refusal.withArray("refusals").addObject().put("code", code).put("outcome", "REFUSED");
        }
    }

    private static ObjectNode decision(SyntheticDay day, String time, String tier, String id) {
        Instant at = SyntheticDay.at(time);
        day.topic("heartbeats", "position-manager." + tier, at.minusSeconds(3), SyntheticDay.json("""
                {"schema":1,"service":"position-manager","tier":"%s","acting":true}""".formatted(tier)));
        ObjectNode decision = SyntheticDay.json("""
                {"schema":1,"recommendationId":"%s","tier":"%s","decidedAt":"%s","limitsVersion":"1"}""".formatted(id, tier, at));
        day.topic("decisions." + tier, id, at, decision);
        return decision;
    }

    static void enter(
            SyntheticDay day,
            String time,
            String tier,
            String id,
            String contract,
            int quantity,
            String bid,
            String ask,
            String stop,
            String target) {
        TradeKind kind = kind(day, id);
        decision(day, time, tier, id)
                .putObject("decision")
                .put("type", "trade")
                .put("contract", contract)
                .put("contracts", quantity)
                .put("limitPrice", ask);
        String orderId =
                "%s.%s.%s.e1".formatted(tier, kind.name().substring(0, 1).toLowerCase(Locale.ROOT), id);
        day.quote(time, tier, "dispatcher", contract, bid, ask);
        day.submit(time, tier, orderId, contract, true, quantity, ask);
        day.fill(time, tier, orderId, contract, true, quantity, bid, ask);
        Instant opened = SyntheticDay.at(time);
        position(day, opened.plusSeconds(5), tier, id, contract, quantity, "OPEN", "null", "null")
                .set("plan", plan(opened, kind, ask, stop, target));
    }

    private static ObjectNode plan(Instant opened, TradeKind kind, String entry, String stop, String target) {
        return SyntheticDay.json("""
                {"strategy":"%s","entryPrice":"%s","openedAt":"%s","stopAt":"%s","targetAt":"%s","maxHoldAt":"%s",
                 "endOfDayAt":%s,"overnightLossAt":null,"expirationRiskAt":"2026-04-10T19:00:00Z","origin":"FROZEN_AT_ENTRY"}""".formatted(
                        kind,
                        entry,
                        opened,
                        stop,
                        target,
                        opened.plus(
                                switch (kind) {
                                    case DAY -> Duration.ofHours(6);
                                    case SWING -> Duration.ofDays(7);
                                    case GAP -> Duration.ofMinutes(90);
                                }),
                        switch (kind) {
                            case DAY -> "\"2026-04-09T19:45:00Z\"";
                            case SWING -> "null";
                            case GAP -> "\"2026-04-09T14:59:00Z\"";
                        }));
    }

    /** As the recommendation said that was told before. */
    private static TradeKind kind(SyntheticDay day, String id) {
        return day.topics.stream()
                .map(line -> line.path("value"))
                .filter(value -> value.path("id").asString("").equals(id))
                .map(value -> TradeKind.valueOf(value.path("strategy").asString()))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode position(
            SyntheticDay day,
            Instant at,
            String tier,
            String id,
            String contract,
            int quantity,
            String state,
            String reason,
            String closeOrderId) {
        ObjectNode position = SyntheticDay.json("""
                {"schema":1,"contract":"%s","entryReference":"%s","quantity":%d,"averagePrice":"1.45","state":"%s","reason":%s,
                 "plan":null,"closeOrderId":%s,"at":"%s"}""".formatted(contract, id, quantity, state, reason, closeOrderId, at));
        day.topic("positions." + tier, contract, at, position);
        return position;
    }

    static void watch(SyntheticDay day, String time, String contract, String bid, String ask, String... tiers) {
        for (String tier : tiers) {
            day.quote(time, tier, "position-manager", contract, bid, ask);
        }
    }

    static String closeId(String tier, String id, String contract) {
        return "%s.x.%s-%s.1".formatted(tier, contract, id);
    }

    static void leave(
            SyntheticDay day,
            String time,
            String tier,
            String id,
            String contract,
            int quantity,
            String entry,
            String bid,
            String ask,
            String reason,
            String profit) {
        String orderId = closeId(tier, id, contract);
        Instant at = SyntheticDay.at(time);
        day.submit(time, tier, orderId, contract, false, quantity, "market");
        day.fill(time, tier, orderId, contract, false, quantity, bid, ask);
        position(day, at, tier, id, contract, quantity, "CLOSING", "\"" + reason + "\"", "\"" + orderId + "\"");
        position(day, at, tier, id, contract, 0, "CLOSED", "\"" + reason + "\"", "\"" + orderId + "\"");
        day.topic("closed-trades." + tier, contract, at, SyntheticDay.json("""
                {"schema":1,"contract":"%s","entryReference":"%s","strategy":"DAY","quantity":%d,"entryPrice":"%s","exitPrice":"%s",
                 "realizedProfit":"%s","reason":"%s","closeOrderId":"%s"}""".formatted(
                        contract, id, quantity, new BigDecimal(entry), bid, profit, reason, orderId)));
    }
}
