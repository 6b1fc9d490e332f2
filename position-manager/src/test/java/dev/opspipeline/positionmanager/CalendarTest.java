package dev.opspipeline.positionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Activity;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deadlines follow the exchange's calendar and clock: the step before nothing happens, on the step the position is closed. */
class CalendarTest {

    private static final String ID = "tiny.%s.NVDA-20260409T1431-CALL-trend1.e1";

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = false, textBlock = """
            half day ends a day trade at 12:45,                d, NVDA261204C00190000, 2026-11-27T10:00, 2026-11-27T12:44:55, 2026-11-27T12:45, END_OF_DAY
            half day ends what expires on it at 12:00,         d, NVDA261127C00190000, 2026-11-27T10:00, 2026-11-27T11:59:55, 2026-11-27T12:00, EXPIRATION_RISK
            a day trade of today's expiry ends at 15:00,       d, NVDA260409C00190000, 2026-04-09T10:00, 2026-04-09T14:59:55, 2026-04-09T15:00, EXPIRATION_RISK
            a day trade of tomorrow's expiry lives to 15:45,   d, NVDA260410C00190000, 2026-04-09T10:00, 2026-04-09T15:44:55, 2026-04-09T15:45, END_OF_DAY
            a swing ends the day before it expires,            s, NVDA260410C00190000, 2026-04-07T10:00, 2026-04-09T15:44:55, 2026-04-09T15:45, EXPIRATION_RISK
            a swing at one day to expiry is closed the same day, s, NVDA260410C00190000, 2026-04-09T10:00, 2026-04-09T15:44:55, 2026-04-09T15:45, EXPIRATION_RISK
            the week before summer time,                       d, NVDA260320C00190000, 2026-03-06T10:00, 2026-03-06T15:44:55, 2026-03-06T15:45, END_OF_DAY
            the week of summer time,                           d, NVDA260320C00190000, 2026-03-09T10:00, 2026-03-09T15:44:55, 2026-03-09T15:45, END_OF_DAY
            a swing held over the change to summer time,       s, NVDA260417C00190000, 2026-03-05T11:00, 2026-03-12T10:59:55, 2026-03-12T11:00, MAX_HOLD_TIME
            the week before winter time,                       d, NVDA261120C00190000, 2026-10-30T10:00, 2026-10-30T15:44:55, 2026-10-30T15:45, END_OF_DAY
            the week of winter time,                           d, NVDA261120C00190000, 2026-11-02T10:00, 2026-11-02T15:44:55, 2026-11-02T15:45, END_OF_DAY
            a swing held over the change to winter time,       s, NVDA261218C00190000, 2026-10-29T11:00, 2026-11-05T10:59:55, 2026-11-05T11:00, MAX_HOLD_TIME
            a holiday after a week-end puts a swing's end on Friday, s, NVDA261016C00190000, 2026-08-31T11:00, 2026-09-04T15:44:55, 2026-09-04T15:45, MAX_HOLD_TIME
            a holiday after a week-end leaves the day of expiry alone, s, NVDA260908C00190000, 2026-09-02T11:00, 2026-09-08T14:59:55, 2026-09-08T15:00, EXPIRATION_RISK
            """)
    void F42_F47_X34_X35_theDeadline(
            String name,
            String strategy,
            OptionContract contract,
            String opened,
            String before,
            String on,
            ExitReason due) {
        SimulatedExchange exchange = ExitRig.exchange(opened + ":00");
        ExitRig rig = new ExitRig(exchange);
        exchange.quote(contract, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(ID.formatted(strategy), contract, 1, "1.00");
        rig.step();
        rig.at(before);
        assertThat(rig.sent()).as(name).isEmpty();
        rig.at(on.length() == 16 ? on + ":00" : on);
        rig.steps(1);

        assertThat(rig.exchange.leastHeld).isZero();
        assertThat(rig.journal.closed).singleElement().satisfies(trade -> {
            assertThat(trade.reason()).isEqualTo(due);
            assertThat(trade.closedAt()).isEqualTo(ExitRig.newYork(on));
        });
    }

    @Test
    void X40_X41_aContractThatExpiredInTheAccountIsNeitherQuotedNorOrderedAndTheActivitiesCloseIt() {
        OptionContract today = ExitRig.EXPIRES_TODAY;
        SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
        ExitRig rig = new ExitRig(exchange);
        exchange.quote(today, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(ID.formatted("d"), today, 2, "1.00");
        rig.step();
        exchange.faults.addAll(java.util.Collections.nCopies(2000, SimulatedExchange.Fault.LOST));
        rig.at("2026-04-09T15:00:00");
        rig.steps(12);
        rig.at("2026-04-09T16:00:00");
        rig.steps(2);
        int sent = rig.sent().size();
        assertThat(rig.journal.alerts).contains("close keeps failing", "contract expired in the account");
        assertThat(rig.exits.contractsToQuote()).isEmpty();

        rig.at("2026-04-10T09:31:00");
        rig.steps(12);
        assertThat(rig.sent()).as("nothing is sent for what has expired").hasSize(sent);
        assertThat(rig.journal.positions.getLast().state()).isNotEqualTo(State.CLOSED);

        exchange.expires(today, Activity.Ending.EXPIRED, "0");
        rig.steps(15);
        assertThat(rig.journal.closed).singleElement().satisfies(trade -> {
            assertThat(trade.reason()).isEqualTo(ExitReason.EXPIRED);
            assertThat(trade.realizedProfit()).isEqualTo(Money.of(-200));
        });
    }
}
