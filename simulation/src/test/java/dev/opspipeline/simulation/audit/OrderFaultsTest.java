package dev.opspipeline.simulation.audit;

import static dev.opspipeline.simulation.audit.Fault.LARGE_STOP;
import static dev.opspipeline.simulation.audit.Fault.LARGE_SWING;
import static dev.opspipeline.simulation.audit.Fault.TINY_CLOSE;
import static dev.opspipeline.simulation.audit.Fault.TINY_ENTRY;
import static dev.opspipeline.simulation.audit.Fault.decision;
import static dev.opspipeline.simulation.audit.Fault.fault;
import static dev.opspipeline.simulation.audit.SyntheticDay.at;
import static dev.opspipeline.simulation.audit.SyntheticDay.has;
import static dev.opspipeline.simulation.audit.TradedDay.AMD_PUT;
import static dev.opspipeline.simulation.audit.TradedDay.MSFT;
import static dev.opspipeline.simulation.audit.TradedDay.NVDA;
import static dev.opspipeline.simulation.audit.TradedDay.NVDA_CALL;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class OrderFaultsTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource({"correct", "decisions", "orders", "brokerFacts"})
    void isFoundAndNamedAndNothingElseAccused(Fault fault) {
        fault.assertFound(directory);
    }

    /** Days on the right side of the boundary. */
    static Stream<Fault> correct() {
        return Stream.of(
                fault("re-priced once after the first order was canceled", "", day -> {
                    String second = "tiny.d." + NVDA + ".e2";
                    day.line("kind", "fill", "client_order_id", TINY_ENTRY)
                            .put("client_order_id", second)
                            .put("order_id", "O-" + second)
                            .put("at", at("14:33:00").toString());
                    day.broker.add(SyntheticDay.json("""
                            {"at":"%s","kind":"order","account":"tiny","order_id":"O-%s","client_order_id":"%s",
                             "status":"canceled","filled_qty":"0"}""".formatted(at("14:33:00"), TINY_ENTRY, TINY_ENTRY)));
                    day.quote("14:33:00", "tiny", "dispatcher", NVDA_CALL, "1.40", "1.50");
                    day.submit("14:33:00", "tiny", second, NVDA_CALL, true, 1, "1.50");
                    day.broker.add(
                            day.broker.remove(day.broker.indexOf(day.line("kind", "fill", "client_order_id", second))));
                }),
                fault("a malformed order that the broker refused", "", day -> {
                    ObjectNode refused =
                            day.submit("15:30:00", "large", "large.x.nonsense.1", NVDA_CALL, false, 1, "market");
                    refused.put("outcome", "refused")
                            .put("qty", "1.5")
                            .putNull("side")
                            .putNull("symbol");
                    refused.putNull("client_order_id").put("service", "drill").put("limit_price", "much");
                }),
                fault("an order by hand is nobody's breach", "", day -> {
                    day.quote("15:30:00", "large", "dispatcher", "F260424C00012000", "1.00", "1.10");
                    day.submit("15:30:00", "large", "my-own", "F260424C00012000", true, 1, "1.10")
                            .put("service", "operator");
                    day.fill("15:30:00", "large", "my-own", "F260424C00012000", true, 1, "1.00", "1.10");
                }));
    }

    static Stream<Fault> decisions() {
        return Stream.of(
                fault(
                        "missing decision",
                        "one-decision",
                        day -> day.topics.removeIf(has("topic", "decisions.large", "key", MSFT))),
                fault(
                        "double decision",
                        "one-decision",
                        day -> TradedDay.refuse(day, "16:11:00", "large", MSFT, "EXPOSURE")),
                fault(
                        "refusal without a reason",
                        "one-decision",
                        day -> decision(day, "large", MSFT).putArray("refusals")),
                fault(
                        "decision about no recommendation",
                        "one-decision",
                        day -> TradedDay.refuse(day, "16:11:00", "tiny", "GHOST", "EXPOSURE")),
                fault(
                        "order without a decision",
                        "one-decision order-matches-decision",
                        day -> day.topics.removeIf(has("topic", "decisions.tiny", "key", NVDA))),
                fault("order after a refusal", "order-matches-decision", day -> {
                    day.topics.removeIf(has("topic", "decisions.tiny", "key", NVDA));
                    TradedDay.refuse(day, "14:32:00", "tiny", NVDA, "EXPOSURE");
                }),
                fault(
                        "another contract than decided",
                        "order-matches-decision",
                        day -> decision(day, "tiny", NVDA).put("contract", "NVDA260410C00195000")),
                fault(
                        "more contracts than decided",
                        "order-matches-decision",
                        day -> decision(day, "large", NVDA).put("contracts", 2)),
                fault(
                        "dearer than decided",
                        "order-matches-decision",
                        day -> decision(day, "large", NVDA).put("limitPrice", "1.44")),
                fault(
                        "sent before its decision",
                        "order-matches-decision",
                        day -> day.message("decisions.tiny", NVDA)
                                .put("decidedAt", at("14:32:05").toString())),
                fault(
                        "decided and forgotten",
                        "decision-carried-out",
                        day -> decision(day, "large", MSFT)
                                .put("type", "trade")
                                .put("contract", "MSFT260410C00400000")
                                .put("contracts", 1)
                                .put("limitPrice", "1.00")));
    }

    static Stream<Fault> orders() {
        return Stream.of(
                fault("the same order accepted twice", "one-order-per-intent", day -> {
                    day.submit("14:32:05", "tiny", TINY_ENTRY, NVDA_CALL, true, 1, "1.45")
                            .put("order_id", "O-2");
                    decision(day, "tiny", NVDA).put("contracts", 2);
                }),
                fault("a second attempt while the first is live", "one-order-per-intent", day -> {
                    day.line("kind", "fill", "client_order_id", TINY_ENTRY)
                            .put("at", at("14:32:05").toString());
                    day.submit("14:32:00", "tiny", "tiny.d." + NVDA + ".e2", NVDA_CALL, true, 1, "1.45");
                }),
                fault(
                        "a third attempt",
                        "one-order-per-intent",
                        day -> entry(day, TINY_ENTRY).put("client_order_id", "tiny.d." + NVDA + ".e3")),
                fault(
                        "another account's order",
                        "own-prefix",
                        day -> entry(day, TINY_ENTRY).put("client_order_id", "large.d." + NVDA + ".e1")),
                fault(
                        "the other strategy's letter",
                        "order-matches-decision",
                        day -> entry(day, TINY_ENTRY).put("client_order_id", "tiny.s." + NVDA + ".e1")),
                fault(
                        "an order without an id of ours",
                        "order-matches-decision own-prefix decision-carried-out",
                        day -> entry(day, TINY_ENTRY).put("client_order_id", "3f2a")),
                fault(
                        "a purchase that is not one",
                        "buy-to-open",
                        day -> entry(day, TINY_ENTRY).put("position_intent", "sell_to_open")),
                fault(
                        "a market order to open",
                        "buy-to-open size",
                        day -> entry(day, LARGE_SWING).putNull("limit_price")),
                fault("limit above the ask", "limit-at-ask", day -> {
                    entry(day, TINY_ENTRY).put("limit_price", "1.50");
                    decision(day, "tiny", NVDA).put("limitPrice", "1.50");
                }),
                fault("limit at an ask that is too old", "limit-at-ask", day -> {
                    day.broker.removeIf(has("kind", "quote", "symbol", AMD_PUT, "service", "dispatcher"));
                    day.quote("16:00:30", "large", "dispatcher", AMD_PUT, "2.90", "3.00");
                }),
                fault(
                        "a call for a put",
                        "contract-choice",
                        day -> day.message("recommendations", "NVDA").put("action", "BUY_PUT")),
                fault(
                        "expiry out of the strategy's range",
                        "contract-choice",
                        day -> TradedDay.another(day, "14:45:00", "TSLA", "TSLA260515C00300000")));
    }

    static Stream<Fault> brokerFacts() {
        return Stream.of(
                fault(
                        "fill at a price nobody was served",
                        "fill-price",
                        day -> day.line("kind", "quote", "at", at("19:45:00").toString())
                                .put("bid", "1.61")),
                fault(
                        "fill away from its own quote",
                        "fill-price realized-profit",
                        day -> day.line("kind", "fill", "client_order_id", TINY_CLOSE)
                                .put("price", "1.65")),
                fault(
                        "fill beyond the limit",
                        "fill-price",
                        day -> entry(day, TINY_ENTRY).put("limit_price", "1.44")),
                fault(
                        "fill of a refused order",
                        "fill-price late-exit",
                        day -> entry(day, TINY_CLOSE).put("outcome", "refused")),
                fault(
                        "short",
                        "never-short closed-once positions-agree",
                        day -> day.line("kind", "fill", "client_order_id", LARGE_STOP)
                                .put("qty", "4")),
                fault(
                        "a count that is not the sum of the fills",
                        "never-short",
                        day -> day.line("kind", "fill", "client_order_id", TINY_ENTRY)
                                .put("position_qty", "2")),
                fault(
                        "sale that opens",
                        "sell-to-close",
                        day -> entry(day, LARGE_STOP).put("position_intent", "sell_to_open")),
                fault(
                        "sale of more than is held",
                        "sell-to-close",
                        day -> entry(day, LARGE_STOP).put("qty", "4")),
                fault("two live closes", "one-live-close sell-to-close", day -> {
                    day.line("kind", "fill", "client_order_id", TINY_CLOSE)
                            .put("at", at("19:45:10").toString());
                    day.submit("19:45:05", "tiny", TINY_CLOSE.replaceAll("1$", "2"), NVDA_CALL, false, 1, "market");
                }),
                fault(
                        "cash that the fills do not make",
                        "cash",
                        day -> entry(day, LARGE_SWING).put("cash", "1.00")),
                fault(
                        "closing cash that the fills do not make",
                        "cash",
                        day -> day.broker.stream()
                                .filter(has(
                                        "kind",
                                        "account",
                                        "account",
                                        "tiny",
                                        "at",
                                        at("20:00:00").toString()))
                                .forEach(line -> line.put("cash", "1818.00")
                                        .put("equity", "1819.00")
                                        .put("last_equity", "1804.00"))),
                fault(
                        "another opening equity than the run's",
                        "cash",
                        day -> ((ObjectNode) day.run.path("tiers").path(0)).put("opening_equity", "1800.00")),
                fault(
                        "no closing figures",
                        "cash",
                        day -> day.broker.removeIf(has(
                                "kind",
                                "account",
                                "account",
                                "tiny",
                                "at",
                                at("20:00:00").toString()))),
                fault(
                        "equity that is not cash and positions",
                        "equity",
                        day -> entry(day, LARGE_SWING).put("equity", "55226.00")));
    }

    private static ObjectNode entry(SyntheticDay day, String clientOrderId) {
        return day.line("kind", "submit", "client_order_id", clientOrderId);
    }
}
