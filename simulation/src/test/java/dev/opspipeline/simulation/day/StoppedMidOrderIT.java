package dev.opspipeline.simulation.day;

import static dev.opspipeline.simulation.day.OneAccount.DISPATCHER;
import static dev.opspipeline.simulation.day.OneAccount.MANAGER;
import static dev.opspipeline.simulation.day.OneAccount.OTHER_STOCK;
import static dev.opspipeline.simulation.day.OneAccount.STOCK;
import static dev.opspipeline.simulation.day.OneAccount.TIER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.sandbox.broker.HeldOption;
import dev.opspipeline.sandbox.broker.PaperOrder;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Confidence;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Services asked to stop (SIGTERM), as a deployment does, while the broker has not answered an order of theirs. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoppedMidOrderIT {

    private static final int SIGTERM = 143;
    private static final Duration DISPATCHER_STOP = Duration.ofMinutes(1);
    private static final Duration MANAGER_STOP = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            brokerGoesOn,                told
            WHILE_THE_DISPATCHER_STOPS,  FILLED
            WHEN_THE_NEXT_HAS_RECOVERED, UNKNOWN
            """)
    void X66_theNextDispatcherFindsOneDecisionAndOneOrder(String brokerGoesOn, String told) throws Exception {
        UnansweredOrder unanswered = new UnansweredOrder("dispatcher");
        try (OneAccount account = new OneAccount(directory, unanswered)) {
            String first = tradesWith(account);
            Recommendation recommendation = call(account, STOCK);
            String order = "large.d." + recommendation.id() + ".e1";
            account.publish("recommendations", STOCK, recommendation);
            account.await("an order", () -> !unanswered.instance().isEmpty());

            account.fleet.askToStop(first);
            boolean soon = brokerGoesOn.equals("WHILE_THE_DISPATCHER_STOPS");
            if (soon) {
                unanswered.goOn();
            }
            assertThat(account.fleet.awaitStopped(first, DISPATCHER_STOP)).contains(SIGTERM);
            assertThat(decisionsOn(account, recommendation)).hasSize(1);
            account.await(
                    "what became of the order",
                    () -> !account.told("orders.large").isEmpty());
            assertThat(account.told("orders.large").getFirst().path("state").asString())
                    .isIn(soon ? List.of("WORKING", "FILLED") : List.of(told));

            account.start(DISPATCHER, "Recovered");
            JsonNode book = bookOfNextDecision(account);
            assertThat(book.path("positions").size()
                            + book.path("entriesInFlight").size())
                    .as("its money is still set aside: %s", book)
                    .isEqualTo(1);
            unanswered.goOn();

            account.await(
                    "the order's end",
                    () -> account.told("orders.large").stream()
                            .anyMatch(step ->
                                    step.path("clientOrderId").asString().equals(order)
                                            && step.path("state").asString().equals("FILLED")));
            assertThat(account.broker.orders(TIER).stream()
                            .filter(placed -> placed.clientOrderId().equals(order)))
                    .hasSize(1);
            assertThat(decisionsOn(account, recommendation)).hasSize(1);
        }
    }

    @Test
    void X66_theNextPositionManagerSellsNothingTwice() throws Exception {
        UnansweredOrder unanswered = new UnansweredOrder("position-manager");
        try (OneAccount account = new OneAccount(directory, unanswered)) {
            String contract = account.buys(2, "large.d.AAPL-20260410T1430-CALL-trend1.e1");
            account.start(MANAGER, "Position manager ready");
            account.start(MANAGER, "Position manager ready");
            account.await(
                    "one that stands by",
                    () -> instances(account).anyMatch(one -> account.said(one).contains("Standing by")));
            Instant now = account.now();
            Control close = new Control.Close(
                    ControlScope.of(Tier.LARGE),
                    OptionContract.parse(contract),
                    "ann",
                    "to see it stopped",
                    now,
                    now.plusSeconds(300));
            account.publish("controls", close.key(), close);
            account.await("a sale", () -> !unanswered.instance().isEmpty());

            account.fleet.askToStop(unanswered.instance());
            assertThat(account.fleet.awaitStopped(unanswered.instance(), MANAGER_STOP))
                    .contains(SIGTERM);
            account.await(
                    "the next one's sale", () -> account.broker.positions(TIER).isEmpty());
            unanswered.goOn();

            account.await(
                    "the closed trade",
                    () -> !account.told("closed-trades.large").isEmpty());
            account.await(
                    "no order at work",
                    () -> account.broker.orders(TIER).stream().noneMatch(PaperOrder::isOpen));
            assertThat(account.broker.orders(TIER).stream().filter(order -> order.side() == PaperOrder.Side.SELL))
                    .singleElement()
                    .satisfies(sale -> assertThat(sale.filledQty()).isEqualTo(2));
            assertThat(account.broker.positions(TIER))
                    .extracting(HeldOption::qty)
                    .isEmpty();
            assertThat(account.told("closed-trades.large"))
                    .singleElement()
                    .satisfies(
                            trade -> assertThat(trade.path("quantity").asInt()).isEqualTo(2));
            assertThat(account.told("positions.large").getLast().path("state").asString())
                    .as("the last word on the position")
                    .isEqualTo("CLOSED");
        }
    }

    private static Stream<String> instances(OneAccount account) {
        return account.fleet.instances(MANAGER).stream();
    }

    /** A dispatcher with limits in force that has heard of an exit manager. */
    private static String tradesWith(OneAccount account) {
        account.start(MANAGER, "Position manager ready");
        String dispatcher = account.start(DISPATCHER, "Recovered");
        account.await("limits", () -> !account.told("limits.large").isEmpty());
        account.await("an exit manager", () -> !account.told("heartbeats").isEmpty());
        return dispatcher;
    }

    private static JsonNode bookOfNextDecision(OneAccount account) throws Exception {
        Recommendation next = call(account, OTHER_STOCK);
        account.publish("recommendations", OTHER_STOCK, next);
        account.await("the next decision", () -> !decisionsOn(account, next).isEmpty());
        return decisionsOn(account, next).getFirst().path("book");
    }

    private static List<JsonNode> decisionsOn(OneAccount account, Recommendation recommendation) {
        return account.told("decisions.large").stream()
                .filter(decision -> decision.path("recommendationId")
                        .asString()
                        .equals(recommendation.id().value()))
                .toList();
    }

    /** Made just now from the minute before; a large account follows it, unless something is in the way. */
    private static Recommendation call(OneAccount account, String symbol) {
        Ticker ticker = new Ticker(symbol);
        Instant now = account.now().truncatedTo(ChronoUnit.SECONDS);
        Instant bar = now.truncatedTo(ChronoUnit.MINUTES).minusSeconds(60);
        BigDecimal price = BigDecimal.valueOf(account.price(symbol)).setScale(2, RoundingMode.HALF_UP);
        return new Recommendation(
                RecommendationId.of(ticker, bar, Action.BUY_CALL, "trend1"),
                ticker,
                Action.BUY_CALL,
                Strategy.DAY,
                "trend1",
                0.83,
                4.0,
                Money.of(price.toPlainString()),
                new Features(99.5, 99.0, 0.005, 1, 1.0, 2.4, Double.NaN),
                new Confidence(0.9, 1.15, 0.8, 1.0, 1.0),
                null,
                null,
                bar,
                now,
                now.plusSeconds(300));
    }
}
