package dev.opspipeline.exit;

import static dev.opspipeline.exit.TradingFloor.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitRule.Facts;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What starts a close, and what does not. */
@NullMarked
class ExitTriggersTest {

    private final TradingFloor floor = new TradingFloor("2026-04-09T10:00");

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            secondsBetween, ask,  closes
            1,              0.76, false
            2,              0.76, true
            3,              0.76, true
            2,              0.97, false
            14,             0.97, false
            15,             0.97, true
            2,              0.96, true
            """)
    void aStopMustStandForTwoSecondsOrFifteenWhereTheSpreadIsWide(int secondsBetween, String ask, boolean closes) {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.quote("0.75", ask);
        floor.now = floor.now.plusSeconds(secondsBetween);
        floor.quote("0.75", ask);

        assertThat(!floor.sent.isEmpty()).isEqualTo(closes);
    }

    @Test
    void X31_oneBadPrintBetweenTwoGoodOnesIsNotAStop() {
        floor.enter(Strategy.DAY, 1, "1.50");
        for (int i = 0; i < 10; i++) {
            floor.quote("1.40", "1.45");
            floor.pass(3);
            floor.quote("0.10", "0.12");
            floor.pass(3);
        }
        floor.quote("1.40", "1.45");

        assertThat(floor.sent).isEmpty();
    }

    @Test
    void F41_theStopIsEvaluatedOnEachQuote() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.quote("0.75", "0.76");
        floor.now = floor.now.plusSeconds(2);
        floor.quote("0.74", "0.76");

        assertThat(floor.sent).hasSize(1);
        assertThat(floor.lastPublished())
                .extracting(PositionRecord::state, PositionRecord::reason, PositionRecord::at)
                .containsExactly(PositionRecord.State.CLOSING, ExitReason.STOP_LOSS_HIT, floor.now);
    }

    @Test
    void F01_aCloseIsASaleOfTheHeldContractAndNothingElse() {
        floor.enter(Strategy.DAY, 2, "1.50");
        floor.quote("3.00", "3.05");

        assertThat(floor.sent).hasSize(1).first().satisfies(order -> {
            assertThat(order.instrument()).isEqualTo(CALL);
            assertThat(order.intent()).isEqualTo(PositionIntent.SELL_TO_CLOSE);
            assertThat(order.quantity()).isEqualTo(2);
            assertThat(order.limitPrice()).isNull();
            assertThat(order.clientOrderId().value())
                    .isEqualTo("tiny.x.NVDA260424C00190000-NVDA-20260409T1400-CALL-trend1.1");
        });
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            age, closes
            14,  true
            15,  true
            16,  false
            """)
    void F43_aStaleQuoteMovesNothing(int age, boolean closes) {
        floor.enter(Strategy.DAY, 1, "1.50");
        Quote old = new Quote(
                Money.of("3.00"), Money.of("3.05"), floor.now.minusSeconds(age), floor.now.minusSeconds(age), "opra");
        floor.tell(new ExitEvent.QuotesRead(Map.of(CALL, old), floor.now));

        assertThat(!floor.sent.isEmpty()).isEqualTo(closes);
    }

    @Test
    void aMissingQuoteIsSaidOncePerGap() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.pass(15);
        assertThat(floor.alerts()).isEmpty();
        floor.pass(30);
        assertThat(floor.alerts()).containsExactly("no fresh quote: price rules do not run");

        floor.quote("1.40", "1.45");
        floor.pass(40);
        assertThat(floor.alerts()).hasSize(2);
    }

    @Test
    void F44_theEndOfTheDayNeedsNoQuote() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.jump("2026-04-09T15:44:59");
        assertThat(floor.sent).isEmpty();
        floor.jump("2026-04-09T15:45");

        assertThat(floor.sent).hasSize(1);
        assertThat(floor.lastPublished().reason()).isEqualTo(ExitReason.END_OF_DAY);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            opened,           before,              on
            2026-03-06T10:00, 2026-03-06T15:44:59, 2026-03-06T15:45:00
            2026-03-09T10:00, 2026-03-09T15:44:59, 2026-03-09T15:45:00
            2026-10-30T10:00, 2026-10-30T15:44:59, 2026-10-30T15:45:00
            2026-11-02T10:00, 2026-11-02T15:44:59, 2026-11-02T15:45:00
            2026-11-27T10:00, 2026-11-27T12:44:59, 2026-11-27T12:45:00
            """)
    void F47_aDayTradeEndsWithItsSessionInWinterSummerAndOnHalfDays(String opened, String before, String on) {
        TradingFloor day = new TradingFloor(opened);
        day.call = dev.opspipeline.market.OptionContract.parse("NVDA261218C00190000");
        day.tell(new ExitEvent.PlanGiven(day.call, TradingFloor.RECOMMENDATION, dayPlan(day), day.now));
        day.enter(Strategy.DAY, 1, "1.50");
        day.jump(before);
        assertThat(day.sent).isEmpty();
        day.jump(on);

        assertThat(day.sent).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            night,            bid,  closes
            2026-04-09T15:44, 1.49, false
            2026-04-09T15:45, 1.49, true
            2026-04-09T15:45, 1.50, false
            2026-04-13T15:44, 1.49, false
            2026-04-13T15:45, 1.49, true
            2026-04-13T12:45, 1.49, false
            """)
    void aLosingSwingIsClosedBeforeAnyNight(String night, String bid, boolean closes) {
        floor.enter(Strategy.SWING, 1, "1.50");
        floor.jump(night);
        floor.quote(bid, "1.55");

        assertThat(!floor.sent.isEmpty()).isEqualTo(closes);
    }

    @Test
    void aLosingSwingIsClosedBeforeAHalfDaysEarlyClose() {
        TradingFloor winter = new TradingFloor("2026-11-25T11:00");
        winter.tell(new ExitEvent.PlanGiven(
                CALL, TradingFloor.RECOMMENDATION, swingOf(winter, "NVDA261218C00190000"), winter.now));
        winter.enter(Strategy.SWING, 1, "1.50");
        winter.jump("2026-11-27T12:44");
        winter.quote("1.40", "1.45");
        assertThat(winter.sent).isEmpty();
        winter.jump("2026-11-27T12:45");
        winter.quote("1.40", "1.45");

        assertThat(winter.lastPublished().reason()).isEqualTo(ExitReason.OVERNIGHT_LOSS);
    }

    @Test
    void X23_twoReasonsAtOnceMakeOneOrderForTheMoreUrgent() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.now = Sessions.newYork("2026-04-09T15:50");
        floor.quote("3.10", "3.15");
        floor.tell(new ExitEvent.CloseRequested(CALL, "ann", floor.now, floor.now));
        floor.tell(new ExitEvent.FlattenRequested(true, "ann", floor.now, floor.now));

        assertThat(floor.sent).hasSize(1);
        assertThat(floor.lastPublished().reason()).isEqualTo(ExitReason.END_OF_DAY);
    }

    @Test
    void F45_aBrokenRuleIsAnAlertAndTheOthersStillRun() {
        ExitRule broken = new ExitRule() {
            @Override
            public ExitReason reason() {
                return ExitReason.TRAILING_STOP;
            }

            @Override
            public Optional<ExitTrigger> check(Facts facts) {
                throw new IllegalStateException("division by zero");
            }
        };
        AccountBook book = new AccountBook(Tier.TINY);
        floor.desk = new ExitDesk(
                Tier.TINY,
                book,
                ExitPolicy.of(Tier.TINY),
                Sessions.YEAR,
                List.of(broken, new ExitRule.StopLoss(), new ExitRule.TakeProfit()));
        floor.enter(Strategy.DAY, 1, "1.50");
        assertThat(floor.desk.figures().evaluated())
                .as("not every rule was run")
                .isZero();
        floor.quote("3.00", "3.05");

        assertThat(floor.alerts()).containsExactly("exit rule failed");
        assertThat(floor.lastPublished().reason()).isEqualTo(ExitReason.TAKE_PROFIT_HIT);
    }

    @Test
    void F46_whatWasAdmissibleIsNotSoldInTheSameBreath() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.quote("1.40", "1.50");
        floor.pass(60);

        assertThat(floor.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            peak, now,  closes
            1.90, 1.55, false
            1.95, 1.78, false
            1.95, 1.77, true
            1.95, 1.76, true
            """)
    void theTrailingStopGivesBackFortyPercentOfAGainOfAtLeastThirty(String peak, String now, boolean closes) {
        floor.desk = new ExitDesk(Tier.TINY, floor.book, TradingFloor.trailing(), Sessions.YEAR);
        floor.enter(Strategy.DAY, 1, "1.50");
        for (String bid : List.of(peak, peak, now)) {
            floor.now = floor.now.plusSeconds(1);
            floor.quote(bid, "2.00");
        }

        assertThat(!floor.sent.isEmpty()).isEqualTo(closes);
    }

    @Test
    void flattenClosesWhatIsHeldAndWhatIsStillFilledUntilItIsLifted() {
        floor.tell(new ExitEvent.FlattenRequested(false, "ann", floor.now, floor.now));
        floor.enter(Strategy.DAY, 1, "1.50");
        assertThat(floor.sent).hasSize(1);
        assertThat(floor.lastPublished().reason()).isEqualTo(ExitReason.KILL_SWITCH);
    }

    @Test
    void countsForTheHeartbeatAndContractsToQuote() {
        assertThat(floor.desk.figures().held()).isZero();
        floor.enter(Strategy.DAY, 1, "1.50");

        assertThat(floor.desk.figures().held()).isEqualTo(1);
        assertThat(floor.desk.figures().evaluated()).isEqualTo(1);
        assertThat(floor.desk.contractsToQuote()).containsExactly(CALL);
    }

    private static ExitPlan dayPlan(TradingFloor floor) {
        return ExitPlans.plan(
                TradingFloor.terms(Strategy.DAY),
                Strategy.DAY,
                dev.opspipeline.market.OptionContract.parse("NVDA261218C00190000"),
                Money.of("1.50"),
                floor.now,
                Sessions.YEAR);
    }

    private static ExitPlan swingOf(TradingFloor floor, String contract) {
        return ExitPlans.plan(
                TradingFloor.terms(Strategy.SWING),
                Strategy.SWING,
                dev.opspipeline.market.OptionContract.parse(contract),
                Money.of("1.50"),
                floor.now,
                Sessions.YEAR);
    }
}
