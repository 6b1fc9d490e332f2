package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.Latch;
import dev.opspipeline.risk.OrderRecord.State;
import dev.opspipeline.risk.RefusalCode;
import dev.opspipeline.risk.RefusalStreaks;
import dev.opspipeline.risk.TradingState;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What stops entries, what lets them go on, and what a restart remembers of it. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandingTest {

    private static final ControlScope OURS = ControlScope.of(TradingPost.TIER);
    private static final OptionContract STRANGER = OptionContract.parse("KO260515C00070000");

    private final Desk desk = Desk.opened();

    @AfterEach
    void closes() {
        desk.close();
    }

    private Control state(TradingState state) {
        return new Control.SetState(OURS, state, "ann", "because", desk.clock.now());
    }

    private boolean enters(String symbol) {
        return Desk.trades(desk.decide(symbol));
    }

    @ParameterizedTest
    @EnumSource(
            value = TradingState.class,
            names = {"REDUCING", "HALTED"})
    void aStateClosesEntriesThroughARestartUntilANamedPersonOpensThem(TradingState state) {
        desk.say(state(state));
        DecisionRecord refused = desk.decide("NVDA");
        assertThat(Desk.refusals(refused)).containsExactly(RefusalCode.TRADING_STOPPED);
        assertThat(refused.facts().state()).isEqualTo(state);

        desk.restart();
        assertThat(enters("AMD")).isFalse();

        desk.say(state(TradingState.ACTIVE));
        assertThat(enters("TSLA")).isTrue();
        desk.restart();
        assertThat(enters("AAPL")).isTrue();
        assertThat(desk.journal.audits).anyMatch(audit -> audit.startsWith("control.taken: SetState by ann: because"));
    }

    @Test
    void anotherTiersStateIsNotOursAndEverybodysIs() {
        desk.say(
                new Control.SetState(ControlScope.of(Tier.TINY), TradingState.HALTED, "ann", "tiny", desk.clock.now()));
        assertThat(enters("NVDA")).isTrue();

        desk.say(new Control.SetState(ControlScope.all(), TradingState.REDUCING, "ann", "news", desk.clock.now()));
        assertThat(enters("AMD")).isFalse();
    }

    @Test
    void haltedCancelsRestingEntriesAtOnceAndReducingLetsThemRest() {
        desk.decide("NVDA");
        desk.say(state(TradingState.REDUCING));
        assertThat(desk.exchange.all()).allMatch(order -> order.status() == OrderStatus.WORKING);

        desk.say(state(TradingState.HALTED));
        assertThat(desk.exchange.all()).allMatch(order -> order.status() == OrderStatus.CANCELED);
    }

    @Test
    void aFlattenCancelsRestingEntriesAndLeavesReducing() {
        desk.decide("NVDA");

        desk.say(new Control.Flatten(OURS, false, "ann", "going home", desk.clock.now()));

        assertThat(desk.exchange.all()).allMatch(order -> order.status() == OrderStatus.CANCELED);
        assertThat(desk.decide("AMD").facts().state()).isEqualTo(TradingState.REDUCING);
    }

    @Test
    void X07_fiveRefusedOrdersInFiveMinutesStopEntriesThroughARestart() {
        desk.exchange.refuseOrders(new Reply.Refused<>(403, 40310000, "insufficient buying power"));
        for (String symbol : new String[] {"NVDA", "AMD", "TSLA", "AAPL"}) {
            assertThat(enters(symbol)).isTrue();
            desk.post.pass(Duration.ofSeconds(10));
        }
        assertThat(desk.journal.controls).isEmpty();

        assertThat(enters("META")).isTrue();
        assertThat(desk.journal.controls).singleElement().satisfies(control -> {
            assertThat(control).isInstanceOf(Control.AutomaticStop.class);
            assertThat(control.reason()).contains("5 orders refused within 5 min", "insufficient buying power");
        });
        desk.exchange.refuseOrders(null);
        assertThat(enters("MSFT")).isFalse();

        desk.said.add(new OnRecord.SaidControl(0, desk.journal.controls.getFirst()));
        desk.restart();
        assertThat(enters("ORCL")).isFalse();
        desk.say(state(TradingState.ACTIVE));
        assertThat(enters("NFLX")).isTrue();
    }

    @Test
    void aPositionNobodyBoughtStopsEntriesAfterTwoReadingsAndThirtySecondsWithBothSidesSaid() {
        desk.exchange.appears(STRANGER, 2);
        desk.post.pass(Duration.ofSeconds(10));
        desk.post.pass(Duration.ofSeconds(10));
        desk.post.pass(Duration.ofSeconds(9));
        assertThat(desk.journal.controls).isEmpty();

        desk.post.pass(Duration.ofSeconds(11));

        assertThat(desk.journal.controls)
                .singleElement()
                .satisfies(stop -> assertThat(stop.reason()).contains("QUANTITY KO260515C00070000: book 0, broker 2"));
        assertThat(enters("NVDA")).isFalse();
        for (int reading = 0; reading < 10; reading++) {
            desk.post.pass(Duration.ofSeconds(10));
        }
        assertThat(desk.journal.controls).as("said once").hasSize(1);
    }

    @Test
    void X45_aPositionAlreadyThereAtTheStartOrToldByTheStreamIsNoDifference() {
        desk.exchange.appears(STRANGER, 2);
        desk.restart();
        desk.decide("NVDA");
        desk.exchange.fillAll().forEach(update -> desk.post.onThread(() -> desk.post.dispatcher.updated(update)));
        desk.exchange.sellAll().forEach(update -> desk.post.onThread(() -> desk.post.dispatcher.updated(update)));

        for (int reading = 0; reading < 6; reading++) {
            desk.post.pass(Duration.ofSeconds(10));
        }

        assertThat(desk.journal.controls).isEmpty();
    }

    @Test
    void X18_moreFilledThanOrderedStopsEntries() {
        DecisionRecord decision = desk.decide("NVDA");

        desk.post.onThread(() -> desk.post.dispatcher.updated(desk.exchange.fill(Desk.id(decision), 4)));

        assertThat(desk.journal.controls)
                .singleElement()
                .satisfies(stop -> assertThat(stop.reason()).contains("OVERFILL", "book 3, broker 4"));
        assertThat(enters("AMD")).isFalse();
    }

    @Test
    void F16_aDaysLossReachedBetweenTwoDecisionsIsRememberedAfterARestart() {
        desk.exchange.worth("54500.00");
        desk.post.pass(Duration.ofSeconds(10));
        desk.exchange.worth("55000.00");
        desk.post.pass(Duration.ofSeconds(10));

        desk.restart();
        assertThat(Desk.refusals(desk.decide("NVDA"))).containsExactly(RefusalCode.DAILY_LOSS);

        desk.say(new Control.ResetLatch(OURS, Latch.DAILY_LOSS, "ann", "checked", desk.clock.now()));
        assertThat(enters("AMD")).isTrue();
        desk.restart();
        assertThat(enters("TSLA")).as("the reset is remembered too").isTrue();
    }

    @Test
    void F24_theBestOfTheSessionIsRememberedAfterARestartAndResetByName() {
        desk.limits(
                TradingPost.DOCUMENT.replace("\"account_tier\"", "\"session_drawdown_stop\": 300, \"account_tier\""),
                "2");
        desk.exchange.worth("55200.00");
        desk.post.pass(Duration.ofSeconds(10));
        desk.exchange.worth("54950.00");
        desk.restart();
        desk.limits(
                TradingPost.DOCUMENT.replace("\"account_tier\"", "\"session_drawdown_stop\": 200, \"account_tier\""),
                "3");
        desk.post.pass(Duration.ofSeconds(10));

        assertThat(Desk.refusals(desk.decide("NVDA"))).containsExactly(RefusalCode.SESSION_DRAWDOWN);
        desk.say(new Control.ResetLatch(OURS, Latch.SESSION_DRAWDOWN, "ann", "checked", desk.clock.now()));
        desk.post.pass(Duration.ofSeconds(10));
        assertThat(enters("AMD")).isTrue();
    }

    @Test
    void threeStopLossesWithinTheHourPauseEntriesThroughARestart() {
        for (int stop = 0; stop < 3; stop++) {
            ClosedTrade trade = stopLoss("large.x.1." + stop, 1);
            closed(trade);
            desk.post.onThread(() -> desk.post.dispatcher.closed(trade));
            assertThat(Desk.refusals(desk.decide("Q" + (char) ('A' + stop))).contains(RefusalCode.STREAK))
                    .isEqualTo(stop == 2);
        }

        desk.restart();
        assertThat(Desk.refusals(desk.decide("NVDA"))).containsExactly(RefusalCode.STREAK);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            contractsLeft, pauses
            0,             false
            1,             true
            """)
    void X17_aStopLossThatTheBrokerTookBackDoesNotCount(int contractsLeft, boolean pauses) {
        for (int stop = 0; stop < 3; stop++) {
            closed(stopLoss("large.x.1." + stop, 2));
        }
        closed(stopLoss("large.x.1.1", contractsLeft));
        assertThat(Desk.refusals(desk.decide("QA")).contains(RefusalCode.STREAK))
                .isEqualTo(pauses);

        desk.restart();
        assertThat(Desk.refusals(desk.decide("NVDA")).contains(RefusalCode.STREAK))
                .isEqualTo(pauses);
    }

    private void closed(ClosedTrade trade) {
        desk.closed.add(trade);
        desk.post.onThread(() -> desk.post.dispatcher.closed(trade));
    }

    private ClosedTrade stopLoss(String closeOrderId, int contracts) {
        return new ClosedTrade(
                STRANGER,
                "a",
                Strategy.DAY,
                contracts,
                Money.of("1.00"),
                Money.of("0.70"),
                Money.of(-30),
                ExitReason.STOP_LOSS_HIT,
                desk.clock.now().minusSeconds(600),
                desk.clock.now(),
                desk.clock.now(),
                closeOrderId,
                600,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    @Test
    void whatTheOwnerSetsAtTheBrokerIsReadEachMinuteAndNeverForADecision() {
        desk.exchange.owner(new AccountBelts(true, null, true));
        desk.post.pass(Duration.ofSeconds(59));
        int asked = desk.exchange.requests().size();
        assertThat(enters("NVDA")).as("not read again yet").isTrue();
        assertThat(desk.exchange
                        .requests()
                        .subList(asked, desk.exchange.requests().size()))
                .doesNotContain("belts");

        desk.post.pass(Duration.ofSeconds(1));
        DecisionRecord suspended = desk.decide("AMD");
        assertThat(Desk.refusals(suspended)).containsExactly(RefusalCode.ACCOUNT_RESTRICTED);
        assertThat(suspended.facts().belts()).isEqualTo(new AccountBelts(true, null, true));

        desk.exchange.owner(new AccountBelts(true, 1, false));
        desk.post.pass(Duration.ofMinutes(1));
        assertThat(Desk.refusals(desk.decide("TSLA"))).containsExactly(RefusalCode.ACCOUNT_RESTRICTED);

        desk.exchange.owner(new AccountBelts(false, 2, false));
        desk.post.pass(Duration.ofMinutes(1));
        assertThat(enters("AAPL")).isTrue();
    }

    @Test
    void X33_aClockTooFarOffTheBrokersStopsEntriesUntilItIsRightAgain() {
        desk.exchange.clockAhead(Optional.of(Duration.ofMillis(-2_001)));
        DecisionRecord skewed = desk.decide("NVDA");
        assertThat(Desk.refusals(skewed)).containsExactly(RefusalCode.STALE_SIGNAL);
        assertThat(skewed.facts().clockAhead()).isEqualTo(Duration.ofMillis(-2_001));

        desk.exchange.clockAhead(Optional.empty());
        assertThat(Desk.refusals(desk.decide("AMD"))).containsExactly(RefusalCode.STALE_SIGNAL);

        desk.exchange.clockAhead(Optional.of(Duration.ofSeconds(-2)));
        assertThat(enters("TSLA")).isTrue();
    }

    @Test
    void F05_aGateThatRefusesFiftyInARowIsSaidOnce() {
        desk.limits(TradingPost.DOCUMENT.replace("\"account_tier\"", "\"min_volume_ratio\": 9, \"account_tier\""), "2");

        desk.handle(desk.burst(RefusalStreaks.SUSPICIOUS - 1));
        assertThat(desk.journal.audits).noneMatch(audit -> audit.startsWith("gate.refuses_everything"));
        desk.handle(desk.burst(2 * RefusalStreaks.SUSPICIOUS));

        assertThat(desk.journal.audits)
                .filteredOn(audit -> audit.startsWith("gate.refuses_everything"))
                .containsExactly("gate.refuses_everything: LOW_VOLUME refused the last 50 recommendations");
    }

    @Test
    void anUnfilledEntryIsPricedOnceMoreInsideItsSizeAndNeverTwice() {
        DecisionRecord decision = desk.decide("NVDA");
        desk.exchange.asks("1.50");
        desk.post.pass(Duration.ofSeconds(60));
        desk.post.pass(Duration.ofSeconds(10));

        assertThat(desk.exchange.all()).hasSize(2).last().satisfies(again -> {
            assertThat(again.clientOrderId()).isEqualTo(Desk.id(decision).replace(".e1", ".e2"));
            assertThat(again.limitPrice()).isEqualTo(Money.of("1.50"));
            assertThat(again.quantity()).isEqualTo(3);
            assertThat(again.status()).isEqualTo(OrderStatus.WORKING);
        });

        desk.post.pass(Duration.ofSeconds(60));
        desk.post.pass(Duration.ofSeconds(10));
        assertThat(desk.exchange.all()).hasSize(2).allMatch(order -> order.status() == OrderStatus.CANCELED);
        assertThat(desk.onRecord).hasSize(1);
    }

    @Test
    void aDearerSecondPriceBuysLessAndOneThatFitsNothingBuysNone() {
        desk.decide("NVDA");
        desk.exchange.asks("2.30");
        desk.post.pass(Duration.ofSeconds(60));
        desk.post.pass(Duration.ofSeconds(10));
        assertThat(desk.exchange.all())
                .last()
                .satisfies(again -> assertThat(again.quantity()).isEqualTo(2));

        desk.exchange.asks("1.45");
        desk.decide("AMD");
        desk.exchange.asks("9.00");
        desk.post.pass(Duration.ofSeconds(60));
        desk.post.pass(Duration.ofSeconds(10));
        assertThat(desk.exchange.all())
                .noneMatch(order -> order.clientOrderId().contains("AMD")
                        && order.clientOrderId().endsWith(".e2"));
    }

    @Test
    void X63_aSecondPriceSentJustBeforeTheRestartIsAdoptedAndNotASecondTrade() {
        desk.decide("NVDA");
        desk.post.pass(Duration.ofSeconds(60));
        desk.post.pass(Duration.ofSeconds(10));
        assertThat(desk.exchange.all()).hasSize(2);
        desk.journal.orders.removeIf(step -> step.clientOrderId().endsWith(".e2"));

        desk.restart();
        desk.exchange.fillAll().forEach(update -> desk.post.onThread(() -> desk.post.dispatcher.updated(update)));

        assertThat(desk.journal.orders).last().satisfies(step -> {
            assertThat(step.clientOrderId()).endsWith(".e2");
            assertThat(step.state()).isEqualTo(State.FILLED);
        });
        assertThat(desk.journal.fills).hasSize(1);
        assertThat(desk.journal.audits).noneMatch(audit -> audit.startsWith("order.stray"));
        assertThat(desk.exchange.all()).hasSize(2);
    }

    @Test
    void X08_whileExitsNeedTheRequestsAnEntryWaitsAndThenGoesOrGetsOld() {
        desk.exchange.requestsLeft(59);
        desk.decide("NVDA");
        desk.post.pass(Duration.ofSeconds(5));
        assertThat(desk.exchange.requests()).doesNotContain("submit", "look up");

        desk.exchange.requestsLeft(60);
        desk.post.pass(Duration.ofSeconds(5));
        assertThat(desk.exchange.all()).hasSize(1);

        desk.exchange.requestsLeft(0);
        desk.decide("AMD");
        for (int i = 0; i < 3; i++) {
            desk.post.pass(Duration.ofSeconds(60));
        }
        assertThat(desk.exchange.all()).noneMatch(order -> order.clientOrderId().contains("AMD"));
        assertThat(desk.journal.orders)
                .filteredOn(step -> step.clientOrderId().contains("AMD"))
                .singleElement()
                .satisfies(step -> assertThat(step.state()).isEqualTo(State.EXPIRED));
    }
}
