package dev.opspipeline.exit;

import static dev.opspipeline.exit.Sessions.newYork;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@NullMarked
class ExitRulesTest {

    private static final Instant OPENED = newYork("2026-04-09T10:00");

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bid,  due
            0.76,
            0.75, STOP_LOSS_HIT
            0.74, STOP_LOSS_HIT
            2.99,
            3.00, TAKE_PROFIT_HIT
            3.01, TAKE_PROFIT_HIT
            """)
    void closesAtTheStopAndAtTheTargetAndNotACentBefore(String bid, @Nullable ExitReason due) {
        assertThat(ExitRules.firstDue(day("2026-04-10"), quote(bid), OPENED)).isEqualTo(Optional.ofNullable(due));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            strategy, expiry,     now,                 due
            DAY,      2026-04-10, 2026-04-09T15:44:59,
            DAY,      2026-04-10, 2026-04-09T15:45:00, END_OF_DAY
            DAY,      2026-04-10, 2026-04-09T15:45:01, END_OF_DAY
            DAY,      2026-04-09, 2026-04-09T14:59:59,
            DAY,      2026-04-09, 2026-04-09T15:00:00, EXPIRATION_RISK
            DAY,      2026-04-09, 2026-04-09T15:00:01, EXPIRATION_RISK
            SWING,    2026-04-10, 2026-04-09T15:44:59,
            SWING,    2026-04-10, 2026-04-09T15:45:00, EXPIRATION_RISK
            SWING,    2026-04-10, 2026-04-09T15:45:01, EXPIRATION_RISK
            SWING,    2026-04-24, 2026-04-16T09:59:59,
            SWING,    2026-04-24, 2026-04-16T10:00:00, MAX_HOLD_TIME
            SWING,    2026-04-24, 2026-04-16T10:00:01, MAX_HOLD_TIME
            """)
    void F44_timeRulesNeedNoPrice(Strategy strategy, String expiry, String now, @Nullable ExitReason due) {
        ExitPlan plan = strategy == Strategy.DAY ? day(expiry) : swing(expiry);

        assertThat(ExitRules.firstDue(plan, null, newYork(now))).isEqualTo(Optional.ofNullable(due));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            opened,              now,                 due
            2026-04-09T09:30:00, 2026-04-09T15:29:59,
            2026-04-09T09:30:00, 2026-04-09T15:30:00, MAX_HOLD_TIME
            2026-04-09T09:30:00, 2026-04-09T15:30:01, MAX_HOLD_TIME
            """)
    void aDayTradeIsHeldForSixHoursOfSession(String opened, String now, @Nullable ExitReason due) {
        ExitPlan plan = plan(Tier.TINY, Strategy.DAY, "2026-04-10", "1.50", newYork(opened));

        assertThat(ExitRules.firstDue(plan, null, newYork(now))).isEqualTo(Optional.ofNullable(due));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            now,                 bid,  due
            2026-04-09T15:44:59, 1.49,
            2026-04-09T15:45:00, 1.49, OVERNIGHT_LOSS
            2026-04-09T15:45:01, 1.49, OVERNIGHT_LOSS
            2026-04-09T15:45:00, 1.50,
            2026-04-09T15:45:00, 1.51,
            """)
    void aSmallAccountDoesNotSleepOnALoss(String now, String bid, @Nullable ExitReason due) {
        assertThat(ExitRules.firstDue(swing("2026-04-24"), quote(bid), newYork(now)))
                .isEqualTo(Optional.ofNullable(due));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bid,  ask
            0.00, 0.05
            0.70, 0.70
            0.70, 0.60
            """)
    void noPriceIsTakenFromAQuoteWithoutTwoSides(String bid, String ask) {
        Quote quote = new Quote(Money.of(bid), Money.of(ask), OPENED, OPENED, "opra");

        assertThat(ExitRules.firstDue(day("2026-04-10"), quote, OPENED)).isEmpty();
    }

    @Test
    void F04_anEntryWhoseBidIsAlreadyAtTheStopIsInadmissible() {
        assertThat(ExitRules.firstDue(day("2026-04-10"), quote("0.75"), OPENED)).contains(ExitReason.STOP_LOSS_HIT);
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void F46_noEntryThatTheGatesAllowIsDueAtOnce(Tier tier) {
        int plans = 0;
        for (String date :
                List.of("2026-03-06", "2026-03-09", "2026-04-09", "2026-10-30", "2026-11-02", "2026-11-27")) {
            for (Strategy strategy : Strategy.values()) {
                for (String entry : List.of("0.50", "0.51", "1.45", "2.99", "3.05", "17.35", "123.40")) {
                    plans += admissible(tier, strategy, LocalDate.parse(date), Money.of(entry));
                }
            }
        }
        assertThat(plans).isGreaterThan(5_000);
    }

    /** Spreads up to 10 % of mid, from five minutes after the open to the last entry before the close, all expiries. */
    private static int admissible(Tier tier, Strategy strategy, LocalDate date, Money entry) {
        var session = Sessions.YEAR.on(date).orElseThrow();
        Instant lastEntry = switch (strategy) {
            case DAY -> session.beforeClose(Duration.ofHours(2));
            case SWING -> session.beforeClose(Duration.ofHours(1));
            case GAP -> session.open().plus(Duration.ofHours(1));
        };
        int nearest = strategy.endsWithTheDay() ? 0 : 7;
        int furthest = strategy.endsWithTheDay() ? 7 : 30;
        int plans = 0;
        for (Instant now = session.open().plusSeconds(300); now.isBefore(lastEntry); now = now.plusSeconds(300)) {
            for (int days = nearest; days <= furthest; days += 1 + days / 8) {
                LocalDate expiry = Sessions.YEAR
                        .onOrBefore(date.plusDays(days))
                        .orElseThrow()
                        .date();
                // A 0-DTE entry only up to three hours before the close; a week's swing is not shortened by a holiday.
                if ((expiry.equals(date) && !now.isBefore(session.beforeClose(Duration.ofHours(3))))
                        || java.time.temporal.ChronoUnit.DAYS.between(date, expiry) < nearest) {
                    continue;
                }
                ExitPlan plan = plan(tier, strategy, expiry.toString(), entry.toString(), now);
                for (String spread : List.of("0.01", "0.05", "0.095")) {
                    Money bid = entry.minus(entry.timesRoundedDown(Fraction.of(spread)))
                            .min(entry.minus(Money.of("0.01")));
                    Quote quote = new Quote(bid, entry, now, now, "opra");
                    assertThat(ExitRules.firstDue(plan, quote, now))
                            .as("%s at %s", plan, quote)
                            .isEmpty();
                    plans++;
                }
            }
        }
        return plans;
    }

    private static ExitPlan day(String expiry) {
        return plan(Tier.TINY, Strategy.DAY, expiry, "1.50", OPENED);
    }

    private static ExitPlan swing(String expiry) {
        return plan(Tier.TINY, Strategy.SWING, expiry, "1.50", OPENED);
    }

    private static ExitPlan plan(Tier tier, Strategy strategy, String expiry, String entry, Instant opened) {
        return ExitPlans.plan(
                ExitTerms.of(tier, strategy, true),
                strategy,
                OptionContract.parse("NVDA" + expiry.substring(2).replace("-", "") + "C00190000"),
                Money.of(entry),
                opened,
                Sessions.YEAR);
    }

    private static Quote quote(String bid) {
        return new Quote(Money.of(bid), Money.of(bid).plus(Money.of("0.05")), OPENED, OPENED, "opra");
    }
}
