package dev.opspipeline.simulation.audit;

import static dev.opspipeline.simulation.audit.Fault.LARGE_STOP;
import static dev.opspipeline.simulation.audit.Fault.LARGE_TARGET;
import static dev.opspipeline.simulation.audit.Fault.TINY_CLOSE;
import static dev.opspipeline.simulation.audit.Fault.fault;
import static dev.opspipeline.simulation.audit.SyntheticDay.at;
import static dev.opspipeline.simulation.audit.SyntheticDay.has;
import static dev.opspipeline.simulation.audit.TradedDay.AMD_PUT;
import static dev.opspipeline.simulation.audit.TradedDay.NVDA_CALL;
import static dev.opspipeline.simulation.audit.TradedDay.TSLA;
import static dev.opspipeline.simulation.audit.TradedDay.TSLA_CALL;
import static dev.opspipeline.simulation.audit.TradedDay.closeId;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class ExitFaultsTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource({"correct", "positions", "exits"})
    void isFoundAndNamedAndNothingElseAccused(Fault fault) {
        fault.assertFound(directory);
    }

    /** Days on the right side of the boundary. */
    static Stream<Fault> correct() {
        return Stream.of(
                fault("two steps after the time rule", "", day -> day.move(TINY_CLOSE, "19:45:10")),
                fault("two steps after the stop stood", "", day -> day.move(LARGE_STOP, "17:00:15")),
                fault("two steps after the target", "", day -> day.move(LARGE_TARGET, "15:00:10")),
                fault(
                        "told two steps after the fill",
                        "",
                        day -> firstStep(day, "tiny")
                                .put("market", at("14:32:10").toString())),
                fault(
                        "somebody else's quote fires nothing",
                        "",
                        day -> day.quote("16:30:00", "tiny", "dispatcher", NVDA_CALL, "3.00", "3.10")),
                fault("one bad print fires nothing", "", day -> {
                    TradedDay.watch(day, "16:30:00", NVDA_CALL, "0.10", "0.11", "tiny");
                    TradedDay.watch(day, "16:30:01", NVDA_CALL, "1.40", "1.45", "tiny");
                }),
                fault("a wide stop that stood fifteen seconds", "", day -> {
                    wide(day);
                    TradedDay.watch(day, "17:00:15", AMD_PUT, "2.20", "2.90", "large");
                    day.move(LARGE_STOP, "17:00:16");
                }),
                fault("a gap trade that is flat by eleven", "", TradedDay::gap),
                fault("a refused close that is tried again in time", "", day -> {
                    ObjectNode refused = day.submit("19:45:00", "tiny", TINY_CLOSE, NVDA_CALL, false, 1, "market");
                    refused.put("outcome", "refused");
                    day.broker.remove(refused);
                    day.broker.addFirst(refused);
                    day.move(TINY_CLOSE, "19:45:20");
                    refused.put("at", at("19:45:00").toString());
                }),
                fault("an operator's close", "", day -> {
                    tell(day, "large", "OPERATOR");
                    day.topic("controls", "large", at("16:59:00"), SyntheticDay.json("{}"));
                }));
    }

    static Stream<Fault> positions() {
        return Stream.of(
                fault("unmanaged position", "managed", day -> day.topics.removeIf(has("topic", "positions.tiny"))),
                fault(
                        "told too late",
                        "managed",
                        day -> firstStep(day, "tiny")
                                .put("market", at("14:32:11").toString())),
                fault(
                        "told without a plan",
                        "managed",
                        day -> firstPosition(day, "tiny").putNull("plan")),
                fault("stop in the wrong place", "plan-levels", day -> plan(day).put("stopAt", "0.74")),
                fault(
                        "target in the wrong place",
                        "plan-levels",
                        day -> plan(day).put("targetAt", "2.88")),
                fault("no end of day", "plan-levels", day -> plan(day).putNull("endOfDayAt")),
                fault(
                        "F42 hold limit in the wrong hour",
                        "plan-levels",
                        day -> plan(day).put("maxHoldAt", at("18:32:00").toString())),
                fault(
                        "expiry forgotten",
                        "plan-levels",
                        day -> plan(day).put("expirationRiskAt", at("15:00:00").toString())),
                fault(
                        "F29 still told as closing",
                        "positions-agree",
                        day -> day.topics.removeIf(line -> line.path("topic")
                                        .asString()
                                        .equals("positions.tiny")
                                && line.path("value").path("state").asString().equals("CLOSED"))),
                fault(
                        "closed trade never told",
                        "closed-once",
                        day -> day.topics.removeIf(has("topic", "closed-trades.tiny"))),
                fault(
                        "closed trade told twice",
                        "closed-once",
                        day -> day.topics.add(first(day, "closed-trades.tiny").deepCopy())),
                fault(
                        "F28 told closed while held",
                        "closed-once late-exit positions-agree",
                        day -> day.broker.removeIf(has("client_order_id", TINY_CLOSE))),
                fault(
                        "F36 profit that the fills do not make",
                        "realized-profit",
                        day -> day.message("closed-trades.tiny", NVDA_CALL).put("realizedProfit", "15.01")));
    }

    static Stream<Fault> exits() {
        return Stream.of(
                fault("time rule late", "late-exit", day -> day.move(TINY_CLOSE, "19:45:11")),
                fault("F41 stop late", "late-exit", day -> day.move(LARGE_STOP, "17:00:16")),
                fault("target late", "late-exit", day -> day.move(LARGE_TARGET, "15:00:11")),
                fault("gap trade held beyond eleven", "late-exit", day -> {
                    TradedDay.gap(day);
                    day.move(closeId("large", TSLA, TSLA_CALL), "14:59:11");
                }),
                fault("gap trade with a day trade's stop", "plan-levels", day -> {
                    TradedDay.gap(day);
                    day.topics.stream()
                            .filter(has("key", TSLA_CALL))
                            .map(line -> line.withObject("value"))
                            .filter(value -> value.path("plan").isObject())
                            .forEach(value -> value.withObject("plan").put("stopAt", "2.25"));
                }),
                fault("closed before anything was true", "exit-reason", day -> {
                    TradedDay.watch(day, "19:44:55", NVDA_CALL, "1.60", "1.70", "tiny");
                    day.move(TINY_CLOSE, "19:44:59");
                }),
                fault("a stop told as a target", "exit-reason", day -> tell(day, "large", "TAKE_PROFIT_HIT")),
                fault("an operator who never asked", "exit-reason", day -> tell(day, "large", "OPERATOR")),
                fault(
                        "X31 sold on a single print",
                        "exit-reason",
                        day -> day.broker.removeIf(has(
                                "kind",
                                "quote",
                                "symbol",
                                AMD_PUT,
                                "at",
                                at("17:00:05").toString()))),
                fault("sold on a wide spread too soon", "exit-reason", ExitFaultsTest::wide),
                fault("X19 close canceled and never tried again", "late-exit closed-once positions-agree", day -> {
                    day.broker.removeIf(has("kind", "fill", "client_order_id", TINY_CLOSE));
                    day.broker.add(SyntheticDay.json("""
                            {"at":"%s","kind":"order","account":"tiny","order_id":"O-%s","client_order_id":"%s",
                             "status":"canceled","filled_qty":"0"}""".formatted(at("19:45:05"), TINY_CLOSE, TINY_CLOSE)));
                }));
    }

    /** The put's quotes on its way out, with a spread of more than a quarter of mid. */
    private static void wide(SyntheticDay day) {
        day.broker.stream()
                .filter(line -> line.path("symbol").asString("").equals(AMD_PUT)
                        && line.path("bid").asString("").equals("2.20"))
                .forEach(line -> line.put("ask", "2.90"));
    }

    /** Changes the reason told for the put's close. */
    private static void tell(SyntheticDay day, String tier, String reason) {
        day.topics.stream()
                .filter(has("key", AMD_PUT))
                .filter(line -> line.path("topic").asString().endsWith(tier))
                .filter(line -> line.path("value").path("reason").isString())
                .forEach(line -> line.withObject("value").put("reason", reason));
    }

    private static ObjectNode first(SyntheticDay day, String topic) {
        return day.topics.stream().filter(has("topic", topic)).findFirst().orElseThrow();
    }

    private static ObjectNode firstStep(SyntheticDay day, String tier) {
        return first(day, "positions." + tier);
    }

    private static ObjectNode firstPosition(SyntheticDay day, String tier) {
        return firstStep(day, tier).withObject("value");
    }

    private static ObjectNode plan(SyntheticDay day) {
        return firstPosition(day, "tiny").withObject("plan");
    }
}
