package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitPlan.Origin;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.TradingState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators say about exits, in documents and in controls, and what of it reaches a position. */
class ExitTermsInForceTest {

    private static final String TIGHT = "{\"account_tier\": \"tiny\", \"stop_pct_day\": 0.20}";
    private static final String TRAILING = "{\"account_tier\": \"tiny\", \"trailing_arm_pct\": 0.30}";

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final ExitRig rig = new ExitRig(exchange);

    private void start() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
    }

    @Test
    void aDocumentHoldsForWhatIsOpenedFromThenOn() {
        start();
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        rig.parameters.read(TIGHT, "1", "none");
        rig.step();
        assertThat(rig.journal.plan().stopAt()).isEqualTo(Money.of("0.50"));

        OptionContract later = OptionContract.parse("NVDA260417C00195000");
        exchange.quote(later, "1.00", "1.02");
        exchange.buys("tiny.d.NVDA-20260409T1501-CALL-trend1.e1", later, 1, "1.00");
        rig.step();
        assertThat(rig.journal.positions.stream()
                        .filter(record -> record.contract().equals(later))
                        .map(PositionRecord::plan))
                .last()
                .satisfies(plan -> assertThat(plan.stopAt()).isEqualTo(Money.of("0.80")));
    }

    @Test
    void aPlanRebuiltWithoutMemoryHasTheTighterTermsAndGivesWayToTheFrozenOne() {
        start();
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        rig.kill();
        ExitRig second = new ExitRig(exchange);
        second.parameters.read(TIGHT, "1", "none");
        second.start(PositionMemory.NONE);
        assertThat(second.journal.plan().origin()).isEqualTo(Origin.REBUILT);
        assertThat(second.journal.plan().stopAt()).isEqualTo(Money.of("0.80"));

        second.exits.remembered(rig.journal);
        second.step();
        assertThat(second.journal.plan().origin()).isEqualTo(Origin.FROZEN_AT_ENTRY);
        assertThat(second.journal.plan().stopAt()).isEqualTo(Money.of("0.50"));
    }

    @Test
    void X58_X60_aBadDocumentIsRefusedOnceWithAllItsProblemsAndTheLastGoodOneStays() {
        start();
        rig.parameters.read(TIGHT, "1", "none");
        rig.parameters.read("{\"account_tier\": \"large\", \"stop\": 1}", "2", "none");
        rig.parameters.read("{\"account_tier\": \"large\", \"stop\": 1}", "2", "none");
        rig.parameters.read("{ not json", "3", "none");
        rig.parameters.read(null, "none", null);
        assertThat(rig.journal.alerts)
                .containsExactly(
                        "exits.config.accepted",
                        "exits.config.refused",
                        "exits.config.refused",
                        "exits.config.refused");

        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        assertThat(rig.journal.plan().stopAt()).isEqualTo(Money.of("0.80"));
    }

    @Test
    void F40_theTrailingStopRemembersItsPeakThroughARestart() {
        start();
        rig.parameters.read(TRAILING, "1", "none");
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        exchange.quote(CALL, "1.80", "1.85");
        rig.steps(3);
        exchange.quote(CALL, "1.60", "1.65");
        rig.steps(2);
        assertThat(rig.sent()).isEmpty();
        rig.kill();

        ExitRig second = new ExitRig(exchange);
        second.start(rig.journal);
        exchange.quote(CALL, "1.48", "1.52");
        second.steps(2);
        assertThat(second.journal.closed)
                .singleElement()
                .satisfies(trade -> assertThat(trade.reason()).isEqualTo(ExitReason.TRAILING_STOP));
    }

    @Test
    void aTrailingStopThatNobodySwitchedOnNeverFires() {
        start();
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        exchange.quote(CALL, "1.90", "1.95");
        rig.steps(3);
        exchange.quote(CALL, "0.60", "0.65");
        rig.steps(6);
        assertThat(rig.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            adopt,        planned
            none,         false
            long_options, true
            all,          true
            """)
    void X45_aContractBoughtByHandIsPlannedOnlyIfTheDocumentSaysSoAndNeverSoldByBeingAdopted(
            String adopt, boolean planned) {
        exchange.quote(CALL, "0.40", "0.42");
        exchange.buys("by-hand", CALL, 2, "1.00");
        rig.parameters.read("{\"account_tier\": \"tiny\", \"adopt_external\": \"%s\"}".formatted(adopt), "1", "none");
        rig.start(PositionMemory.NONE);
        rig.steps(6);
        assertThat(rig.sent())
                .as("60 % below its cost, but bought by somebody who may know why")
                .isEmpty();
        assertThat(rig.journal.positions.getLast().entryReference()).isEqualTo("external");
        assertThat(rig.journal.positions.getLast().plan() != null).isEqualTo(planned);

        exchange.quote(CALL, "0.24", "0.25");
        rig.steps(3);
        assertThat(rig.sent()).hasSize(planned ? 1 : 0);
    }

    @Test
    void anAdoptedPlanIsDroppedWhenTheDocumentSaysNoneAgain() {
        exchange.quote(CALL, "0.40", "0.42");
        exchange.buys("by-hand", CALL, 2, "1.00");
        rig.parameters.read("{\"account_tier\": \"tiny\", \"adopt_external\": \"all\"}", "1", "none");
        rig.start(PositionMemory.NONE);
        rig.steps(3);
        rig.parameters.read("{\"account_tier\": \"tiny\"}", "2", "none");
        exchange.quote(CALL, "0.10", "0.11");
        rig.steps(4);
        assertThat(rig.sent()).isEmpty();
        assertThat(rig.journal.positions.getLast().plan()).isNull();
    }

    @Test
    void F01_anAdoptedShortIsBoughtBackWhenItsPriceRisesToTheStop() {
        exchange.quote(CALL, "1.00", "1.02");
        exchange.held.put(CALL, -1);
        rig.parameters.read("{\"account_tier\": \"tiny\", \"adopt_external\": \"all\"}", "1", "none");
        rig.start(PositionMemory.NONE);
        rig.steps(3);
        assertThat(rig.journal.plan().stopAt()).isEqualTo(Money.of("1.43"));
        exchange.quote(CALL, "1.41", "1.42");
        rig.steps(3);
        assertThat(rig.sent()).isEmpty();

        exchange.quote(CALL, "1.42", "1.43");
        rig.steps(3);
        assertThat(exchange.held(CALL)).isZero();
        assertThat(rig.journal.closed)
                .singleElement()
                .satisfies(trade -> assertThat(trade.reason()).isEqualTo(ExitReason.STOP_LOSS_HIT));
    }

    @Test
    void X62_theKillSwitchFlattensUntilItSaysSomethingElse() {
        start();
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        rig.parameters.read(null, "none", "halt_entries");
        rig.steps(2);
        assertThat(rig.sent()).isEmpty();

        rig.parameters.read(null, "none", "flatten");
        rig.steps(2);
        assertThat(rig.journal.closed)
                .singleElement()
                .satisfies(trade -> assertThat(trade.reason()).isEqualTo(ExitReason.KILL_SWITCH));

        rig.parameters.read(null, "none", "none");
        exchange.buys("tiny.d.NVDA-20260409T1501-CALL-trend1.e1", CALL, 1, "1.00");
        rig.steps(2);
        assertThat(exchange.held(CALL)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFlattenClosesWhatIsStillBoughtAndOthersHoldingsOnlyIfItSaysSo(boolean includeExternal) {
        OptionContract byHand = OptionContract.parse("NVDA260417C00200000");
        OptionContract bought = OptionContract.parse("NVDA260417C00210000");
        exchange.quote(byHand, "1.00", "1.02");
        exchange.quote(bought, "1.00", "1.02");
        start();
        exchange.buys("by-hand", byHand, 1, "1.00");
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        rig.controls.take(new Control.Flatten(new ControlScope(null), includeExternal, "ann", "storm", exchange.now));
        rig.steps(2);
        exchange.buys("by-hand-later", bought, 1, "1.00");
        exchange.buys("tiny.d.NVDA-20260409T1501-CALL-trend1.e1", CALL, 1, "1.00");
        rig.steps(3);

        assertThat(exchange.held(CALL)).isZero();
        assertThat(exchange.held(byHand)).isEqualTo(includeExternal ? 0 : 1);
        assertThat(exchange.held(bought)).as("bought by hand after the flatten").isEqualTo(1);

        rig.controls.take(
                new Control.SetState(new ControlScope(null), TradingState.ACTIVE, "ann", "over", exchange.now));
        exchange.buys("tiny.d.NVDA-20260409T1601-CALL-trend1.e1", CALL, 1, "1.00");
        rig.steps(2);
        assertThat(exchange.held(CALL)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            secondsOld, closes
            0,          true
            299,        true
            300,        false
            """)
    void aCommandToCloseActsUntilItExpires(long secondsOld, boolean closes) {
        start();
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        exchange.advance(exchange.now.plusSeconds(400));
        rig.pass();
        Instant asked = exchange.now.minusSeconds(secondsOld);
        rig.controls.take(new Control.Close(
                new ControlScope(Tier.TINY), CALL, "ann", "enough", asked, asked.plus(Duration.ofMinutes(5))));
        rig.steps(2);
        assertThat(exchange.held(CALL) == 0).isEqualTo(closes);
    }

    @Test
    void aCommandForAnotherTierIsNobodysHere() {
        start();
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        rig.controls.take(new Control.CloseAll(
                new ControlScope(Tier.LARGE), true, "ann", "enough", exchange.now, exchange.now.plusSeconds(60)));
        rig.steps(2);
        assertThat(rig.sent()).isEmpty();
    }

    @Test
    void aCommandThatCameWhileStandingByIsCarriedOutByWhoTakesOver() {
        start();
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        rig.exits.standBy();
        rig.controls.take(new Control.CloseAll(
                new ControlScope(null), false, "ann", "enough", exchange.now, exchange.now.plusSeconds(60)));
        rig.steps(2);
        assertThat(rig.sent()).as("not this instance's turn").isEmpty();
        rig.exits.heartbeat();
        assertThat(rig.journal.heartbeats).isZero();

        assertThat(rig.start(rig.journal)).isTrue();
        rig.steps(2);
        assertThat(exchange.held(CALL)).isZero();
    }

    @Test
    void X42_sharesFromAnAssignmentAreForeignAndOnlyAnOperatorSellsThem() {
        start();
        Ticker stock = new Ticker("NVDA");
        exchange.held.put(stock, 100);
        rig.steps(3);
        assertThat(rig.sent()).isEmpty();
        assertThat(rig.journal.positions.getLast()).satisfies(record -> {
            assertThat(record.contract()).isEqualTo(stock);
            assertThat(record.entryReference()).isEqualTo("external");
        });
    }
}
