package dev.opspipeline.positionmanager;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExitLoopTest {

    private static final OptionContract CONTRACT = OptionContract.parse("NVDA260417C00190000");
    private static final String ENTRY = "tiny.d.NVDA-20260409T1431-CALL-trend1.e1";
    private static final Instant BOUGHT = ScriptedBroker.OPEN.plus(Duration.ofMinutes(30));

    private final ScriptedBroker broker = new ScriptedBroker();
    private final RecordingJournal journal = new RecordingJournal();
    private final ExitLoop exits = new ExitLoop(
            Tier.TINY,
            new BrokerAccess(broker, date -> new Reply.Answer<>(List.of()), broker),
            journal,
            new ExitMetrics(Tier.TINY, new SimpleMeterRegistry()),
            new BrokersClock(),
            result -> {},
            Requests.inTurn(),
            () -> {});

    @Test
    void closesAtTheStopAfterItHasStood() {
        hold("1.00");
        at(Duration.ofMinutes(31), "0.50");
        assertThat(broker.submitted).isEmpty();

        at(Duration.ofMinutes(31).plusSeconds(5), "0.50");

        assertThat(broker.submitted).singleElement().satisfies(order -> {
            assertThat(order.instrument()).isEqualTo(CONTRACT);
            assertThat(order.intent()).isEqualTo(PositionIntent.SELL_TO_CLOSE);
            assertThat(order.quantity()).isEqualTo(2);
            assertThat(order.clientOrderId().value())
                    .isEqualTo("tiny.x.NVDA260417C00190000-NVDA-20260409T1431-CALL-trend1.1");
        });
        assertThat(journal.positions.getLast().reason()).isEqualTo(ExitReason.STOP_LOSS_HIT);
    }

    @Test
    void staysACentAboveTheStop() {
        hold("1.00");
        at(Duration.ofMinutes(31), "0.51");
        at(Duration.ofMinutes(31).plusSeconds(5), "0.51");
        at(Duration.ofMinutes(31).plusSeconds(10), "0.51");
        assertThat(broker.submitted).isEmpty();
    }

    @Test
    void F31_aBrokerOutOfSightEndsTheHeartbeat() {
        hold("1.00");
        exits.heartbeat();
        assertThat(journal.heartbeats).containsExactly("held 1, evaluated 1");

        broker.reachable = false;
        at(Duration.ofMinutes(31), "1.00");
        at(Duration.ofMinutes(32), "1.00");
        exits.heartbeat();
        assertThat(journal.heartbeats).hasSize(1);

        broker.reachable = true;
        at(Duration.ofMinutes(33), "1.00");
        exits.heartbeat();
        assertThat(journal.heartbeats).hasSize(2);
    }

    @Test
    void F39_aBrokerThatDoesNotAnswerIsNotAFlatAccount() {
        broker.holds(CONTRACT, ENTRY, 2, Money.of("1.00"), BOUGHT);
        broker.now = BOUGHT;
        broker.reachable = false;
        assertThat(exits.start(PositionMemory.NONE)).isFalse();
        exits.heartbeat();
        assertThat(journal.heartbeats).isEmpty();

        broker.reachable = true;
        assertThat(exits.start(PositionMemory.NONE)).isTrue();
        exits.heartbeat();
        assertThat(journal.heartbeats).containsExactly("held 1, evaluated 1");
    }

    @Test
    void F40_aRestartKeepsThePlanThatWasFrozenAtEntry() {
        hold("1.00");
        ExitPlan plan = requireNonNull(journal.positions.getLast().plan());
        ExitPlan frozen = new ExitPlan(
                Strategy.DAY,
                plan.entryPrice(),
                plan.openedAt(),
                Money.of("0.80"),
                plan.targetAt(),
                null,
                plan.maxHoldAt(),
                plan.endOfDayAt(),
                plan.overnightLossAt(),
                plan.expirationRiskAt(),
                ExitPlan.Origin.FROZEN_AT_ENTRY);
        PositionRecord published = journal.positions.getLast();
        PositionRecord remembered = new PositionRecord(
                published.contract(),
                published.entryReference(),
                published.quantity(),
                published.averagePrice(),
                published.state(),
                null,
                null,
                frozen,
                null,
                null,
                List.of(),
                published.at());
        RecordingJournal afterwards = new RecordingJournal();
        ExitLoop restarted = new ExitLoop(
                Tier.TINY,
                new BrokerAccess(broker, date -> new Reply.Answer<>(List.of()), broker),
                afterwards,
                new ExitMetrics(Tier.TINY, new SimpleMeterRegistry()),
                new BrokersClock(),
                result -> {},
                Requests.inTurn(),
                () -> {});

        assertThat(restarted.start(remembering(remembered))).isTrue();

        assertThat(afterwards.positions.getLast().plan()).isEqualTo(frozen);
    }

    @Test
    void X28_aFillTheStreamMissedIsClaimedAndClosedAtItsStop() {
        broker.now = ScriptedBroker.OPEN;
        assertThat(exits.start(PositionMemory.NONE)).isTrue();
        broker.ordersReadable = false;
        broker.holds(CONTRACT, ENTRY, 2, Money.of("1.00"), BOUGHT);
        at(Duration.ofMinutes(30).plusSeconds(5), "1.00");
        assertThat(journal.positions.getLast().plan()).isNull();

        broker.ordersReadable = true;
        at(Duration.ofMinutes(30).plusSeconds(10), "1.00");
        at(Duration.ofMinutes(30).plusSeconds(15), "1.00");
        assertThat(journal.positions.getLast().entryReference()).isEqualTo("NVDA-20260409T1431-CALL-trend1");
        assertThat(journal.positions.getLast().plan()).isNotNull();

        at(Duration.ofMinutes(31), "0.50");
        at(Duration.ofMinutes(31).plusSeconds(5), "0.50");
        assertThat(broker.submitted).hasSize(1);
    }

    @Test
    void F30_aKeyThatOpensAnotherAccountGivesNoHeartbeat() {
        broker.wrongAccount = true;
        hold("1.00");
        exits.heartbeat();
        assertThat(journal.heartbeats).isEmpty();
    }

    @Test
    void F31_exitsThatSeeNoQuotesGiveNoHeartbeat() {
        hold("1.00");
        broker.quotesReadable = false;
        at(Duration.ofMinutes(31), "1.00");
        at(Duration.ofMinutes(32), "1.00");
        exits.heartbeat();
        assertThat(journal.heartbeats).isEmpty();
    }

    @Test
    void F44_timeRulesNeedNoPrice() {
        hold("1.00");
        broker.now = ScriptedBroker.CLOSE.minus(Duration.ofMinutes(15)).minusSeconds(5);
        exits.pass();
        assertThat(broker.submitted).isEmpty();

        broker.now = ScriptedBroker.CLOSE.minus(Duration.ofMinutes(15));
        exits.pass();

        assertThat(broker.submitted).hasSize(1);
        assertThat(journal.positions.getLast().reason()).isEqualTo(ExitReason.END_OF_DAY);
    }

    @Test
    void F33_newsThatCannotBeToldDoNotStopTheClose() {
        hold("1.00");
        journal.broken = true;
        at(Duration.ofMinutes(31), "0.40");
        at(Duration.ofMinutes(31).plusSeconds(5), "0.40");
        assertThat(broker.submitted).hasSize(1);
    }

    private static PositionMemory remembering(PositionRecord record) {
        return new PositionMemory() {
            @Override
            public List<PositionRecord> positions() {
                return List.of(record);
            }

            @Override
            public List<EntryFill> fills() {
                return List.of();
            }
        };
    }

    private void hold(String price) {
        broker.holds(CONTRACT, ENTRY, 2, Money.of(price), BOUGHT);
        broker.now = BOUGHT;
        assertThat(exits.start(PositionMemory.NONE)).isTrue();
    }

    private void at(Duration sinceOpen, String bid) {
        broker.now = ScriptedBroker.OPEN.plus(sinceOpen);
        broker.quotes(CONTRACT, bid);
        exits.pass();
    }

    /** Tells the time the broker has. */
    private final class BrokersClock implements MarketClock {

        @Override
        public Instant now() {
            return broker.now;
        }

        @Override
        public Timer at(Instant instant, Runnable task) {
            throw new UnsupportedOperationException("the loop sets no timers itself");
        }

        @Override
        public Timer every(Duration period, Runnable task) {
            throw new UnsupportedOperationException("the loop sets no timers itself");
        }
    }

    private static final class RecordingJournal implements PositionJournal {

        private final List<PositionRecord> positions = new ArrayList<>();
        private final List<String> heartbeats = new ArrayList<>();
        private boolean broken;

        @Override
        public void position(PositionRecord position) {
            if (broken) {
                throw new IllegalStateException("nobody listens");
            }
            positions.add(position);
        }

        @Override
        public void closed(ClosedTrade trade) {
            throw new AssertionError("the scripted broker reports no fills");
        }

        @Override
        public void alert(String text, Map<String, String> data) {
            if (broken) {
                throw new IllegalStateException("nobody listens");
            }
        }

        @Override
        public void heartbeat(Instant marketTime, Instant lastBrokerRead, int held, int evaluated) {
            heartbeats.add("held %d, evaluated %d".formatted(held, evaluated));
        }
    }
}
