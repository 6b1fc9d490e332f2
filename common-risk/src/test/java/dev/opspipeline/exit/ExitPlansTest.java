package dev.opspipeline.exit;

import static dev.opspipeline.exit.Sessions.newYork;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@NullMarked
class ExitPlansTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            tier,   strategy, stop, target
            TINY,   DAY,      0.5,  1
            TINY,   SWING,    0.4,  0.8
            SMALL,  DAY,      0.5,  1
            SMALL,  SWING,    0.4,  0.8
            MEDIUM, DAY,      0.25, 0.5
            MEDIUM, SWING,    0.25, 0.5
            LARGE,  DAY,      0.25, 0.5
            LARGE,  SWING,    0.25, 0.5
            TINY,   GAP,      0.3,  0.4
            LARGE,  GAP,      0.3,  0.4
            """)
    void theTermsAreTheTierTables(Tier tier, Strategy strategy, String stop, String target) {
        ExitTerms terms = ExitTerms.of(tier, strategy, true);

        assertThat(terms.stop()).isEqualTo(Fraction.of(stop));
        assertThat(terms.target()).isEqualTo(Fraction.of(target));
        assertThat(terms.closesOvernightLosers()).isEqualTo(strategy == Strategy.SWING);
        assertThat(ExitTerms.of(tier, strategy, false).closesOvernightLosers()).isFalse();
    }

    @Test
    void tighterTermsCloseEarlierInEveryRespect() {
        ExitTerms table = ExitTerms.of(Tier.TINY, Strategy.SWING, false);
        ExitTerms document = new ExitTerms(
                Fraction.of("0.2"),
                Fraction.of("0.9"),
                Trailing.STANDARD,
                Duration.ofDays(3),
                Duration.ofMinutes(5),
                Duration.ofHours(2),
                true);

        assertThat(table.tighter(document))
                .isEqualTo(new ExitTerms(
                        Fraction.of("0.2"),
                        Fraction.of("0.8"),
                        Trailing.STANDARD,
                        Duration.ofDays(3),
                        Duration.ofMinutes(15),
                        Duration.ofHours(2),
                        true))
                .isEqualTo(document.tighter(table));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            tier,  entry,  stop, target
            LARGE, 2.00,   1.50, 3.00
            TINY,  1.50,   0.75, 3.00
            TINY,  1.45,   0.72, 2.90
            LARGE, 1.45,   1.08, 2.18
            LARGE, 0.51,   0.38, 0.77
            LARGE, 1.4533, 1.08, 2.18
            """)
    void F12_levelsArePremiumInWholeCentsTheStopDownTheTargetUp(Tier tier, String entry, String stop, String target) {
        ExitPlan plan = day(tier, "2026-04-10", entry, "2026-04-09T10:00", Sessions.YEAR);

        assertThat(plan.stopAt()).isEqualTo(Money.of(stop));
        assertThat(plan.targetAt()).isEqualTo(Money.of(target));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            opened,           expiry,     endOfDay,         maxHold,          expirationRisk
            2026-04-09T09:35, 2026-04-10, 2026-04-09T15:45, 2026-04-09T15:35, 2026-04-10T15:00
            2026-04-09T13:00, 2026-04-09, 2026-04-09T15:45, 2026-04-10T12:30, 2026-04-09T15:00
            2026-03-06T10:00, 2026-03-09, 2026-03-06T15:45, 2026-03-06T16:00, 2026-03-09T15:00
            2026-03-09T10:00, 2026-03-09, 2026-03-09T15:45, 2026-03-09T16:00, 2026-03-09T15:00
            2026-10-30T10:00, 2026-11-02, 2026-10-30T15:45, 2026-10-30T16:00, 2026-11-02T15:00
            2026-11-02T10:00, 2026-11-02, 2026-11-02T15:45, 2026-11-02T16:00, 2026-11-02T15:00
            2026-11-27T09:40, 2026-11-27, 2026-11-27T12:45, 2026-11-30T12:10, 2026-11-27T12:00
            """)
    void F47_aDayTradesInstantsFollowTheExchangesClockOnBothSidesOfEachChangeAndOnAHalfDay(
            String opened, String expiry, String endOfDay, String maxHold, String expirationRisk) {
        ExitPlan plan = day(Tier.TINY, expiry, "1.50", opened, Sessions.YEAR);

        assertThat(plan.endOfDayAt()).isEqualTo(newYork(endOfDay));
        assertThat(plan.maxHoldAt()).isEqualTo(newYork(maxHold));
        assertThat(plan.expirationRiskAt()).isEqualTo(newYork(expirationRisk));
        assertThat(plan.overnightLossAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            opened,           flatFrom,         maxHold
            2026-04-09T09:36, 2026-04-09T10:59, 2026-04-09T11:06
            2026-04-09T10:30, 2026-04-09T10:59, 2026-04-09T12:00
            2026-03-09T09:36, 2026-03-09T10:59, 2026-03-09T11:06
            2026-11-27T10:30, 2026-11-27T10:59, 2026-11-27T12:00
            2026-04-09T11:02, 2026-04-09T10:59, 2026-04-09T12:32
            """)
    void aTradeAgainstTheOpeningGapIsFlatByElevenAndNeverHeldBeyondNinetyMinutes(
            String opened, String flatFrom, String maxHold) {
        ExitPlan plan = ExitPlans.plan(
                ExitTerms.of(Tier.LARGE, Strategy.GAP, false),
                Strategy.GAP,
                contract("2026-04-10"),
                Money.of("2.00"),
                newYork(opened),
                Sessions.YEAR);

        assertThat(plan.endOfDayAt()).isEqualTo(newYork(flatFrom));
        assertThat(plan.maxHoldAt()).isEqualTo(newYork(maxHold));
        assertThat(plan.stopAt()).isEqualTo(Money.of("1.40"));
        assertThat(plan.targetAt()).isEqualTo(Money.of("2.80"));
        assertThat(plan.overnightLossAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            opened,           expiry,     overnightLoss,    maxHold,          expirationRisk
            2026-04-09T10:00, 2026-04-24, 2026-04-09T15:45, 2026-04-16T10:00, 2026-04-23T15:45
            2026-03-06T10:00, 2026-03-20, 2026-03-06T15:45, 2026-03-13T10:00, 2026-03-19T15:45
            2026-10-30T10:00, 2026-11-13, 2026-10-30T15:45, 2026-11-06T10:00, 2026-11-12T15:45
            2026-03-27T10:00, 2026-04-17, 2026-03-27T15:45, 2026-04-02T15:45, 2026-04-16T15:45
            2026-11-20T14:30, 2026-12-04, 2026-11-20T15:45, 2026-11-27T12:45, 2026-12-03T15:45
            2026-11-20T12:30, 2026-12-04, 2026-11-20T15:45, 2026-11-27T12:30, 2026-12-03T15:45
            2026-11-23T10:00, 2026-11-30, 2026-11-23T15:45, 2026-11-30T10:00, 2026-11-30T15:00
            2026-11-16T10:00, 2026-11-27, 2026-11-16T15:45, 2026-11-23T10:00, 2026-11-27T12:00
            2026-12-14T10:00, 2026-12-24, 2026-12-14T15:45, 2026-12-21T10:00, 2026-12-23T15:45
            """)
    void F42_aSwingsLimitOutsideASessionActsBeforeTheClose(
            String opened, String expiry, String overnightLoss, String maxHold, String expirationRisk) {
        ExitPlan plan = swing(expiry, opened, Sessions.YEAR);

        assertThat(plan.maxHoldAt()).isEqualTo(newYork(maxHold));
        assertThat(plan.overnightLossAt()).isEqualTo(newYork(overnightLoss));
        assertThat(plan.expirationRiskAt()).isEqualTo(newYork(expirationRisk));
        assertThat(plan.endOfDayAt()).isNull();
    }

    @Test
    void dayTradesAreExemptFromTheRuleOnTheLastDaysBeforeExpiry() {
        String opened = "2026-04-09T10:00";

        assertThat(swing("2026-04-10", opened, Sessions.YEAR).expirationRiskAt())
                .isEqualTo(newYork("2026-04-09T15:45"));
        assertThat(day(Tier.TINY, "2026-04-10", "1.50", opened, Sessions.YEAR).expirationRiskAt())
                .isEqualTo(newYork("2026-04-10T15:00"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            calendarEnds, maxHold,          expirationRisk
            2026-04-24,   2026-04-16T14:00, 2026-04-23T15:45
            2026-04-16,   2026-04-16T14:00, 2026-04-23T12:45
            2026-04-15,   2026-04-16T12:45, 2026-04-23T12:45
            2026-04-09,   2026-04-16T12:45, 2026-04-23T12:45
            """)
    void beyondTheCalendarEverySessionIsTakenToCloseEarly(String calendarEnds, String maxHold, String expirationRisk) {
        ExitPlan plan = swing("2026-04-24", "2026-04-09T14:00", Sessions.between("2026-04-01", calendarEnds));

        assertThat(plan.maxHoldAt()).isEqualTo(newYork(maxHold));
        assertThat(plan.expirationRiskAt()).isEqualTo(newYork(expirationRisk));
    }

    @Test
    void withoutAnyCalendarADayTradeStillEnds() {
        ExitPlan plan =
                day(Tier.TINY, "2026-04-09", "1.50", "2026-04-09T10:00", new SessionCalendar(java.util.List.of()));

        assertThat(plan.endOfDayAt()).isEqualTo(newYork("2026-04-09T12:45"));
        assertThat(plan.maxHoldAt()).isEqualTo(newYork("2026-04-09T12:45"));
        assertThat(plan.expirationRiskAt()).isEqualTo(newYork("2026-04-09T12:00"));
    }

    @Test
    void whatWasOpenedOvernightEndsWithTheNextSession() {
        assertThat(day(Tier.TINY, "2026-04-10", "1.50", "2026-04-09T20:00", Sessions.YEAR)
                        .endOfDayAt())
                .isEqualTo(newYork("2026-04-10T15:45"));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aRebuiltPlanSaysSo(Strategy strategy) {
        ExitTerms terms = ExitTerms.of(Tier.TINY, strategy, true);
        Instant opened = newYork("2026-04-09T10:00");
        OptionContract contract = contract("2026-04-24");

        ExitPlan frozen = ExitPlans.plan(terms, strategy, contract, Money.of("1.50"), opened, Sessions.YEAR);
        ExitPlan rebuilt = ExitPlans.rebuild(terms, strategy, contract, Money.of("1.50"), opened, Sessions.YEAR);

        assertThat(frozen.origin()).isEqualTo(ExitPlan.Origin.FROZEN_AT_ENTRY);
        assertThat(rebuilt.origin()).isEqualTo(ExitPlan.Origin.REBUILT);
        assertThat(rebuilt).usingRecursiveComparison().ignoringFields("origin").isEqualTo(frozen);
    }

    private static ExitPlan day(Tier tier, String expiry, String entry, String opened, SessionCalendar calendar) {
        return ExitPlans.plan(
                ExitTerms.of(tier, Strategy.DAY, true),
                Strategy.DAY,
                contract(expiry),
                Money.of(entry),
                newYork(opened),
                calendar);
    }

    private static ExitPlan swing(String expiry, String opened, @Nullable SessionCalendar calendar) {
        return ExitPlans.plan(
                ExitTerms.of(Tier.TINY, Strategy.SWING, true),
                Strategy.SWING,
                contract(expiry),
                Money.of("1.50"),
                newYork(opened),
                calendar == null ? Sessions.YEAR : calendar);
    }

    private static OptionContract contract(String expiry) {
        return OptionContract.parse("NVDA" + expiry.substring(2).replace("-", "") + "C00190000");
    }
}
