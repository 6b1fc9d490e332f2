package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountActivities;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.Reply;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.market.OptionContract;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that never answers one kind of question: what needs no answer to it goes on as if nothing were. */
@Timeout(30)
class HangingBrokerTest {

    private static final OptionContract OTHER = OptionContract.parse("NVDA260417C00200000");
    private static final String OTHER_ENTRY = DAY_ENTRY.replace("T1431", "T1432");

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final Set<String> hangs = ConcurrentHashMap.newKeySet();
    /** These hang once, and the broker never gets them. */
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    /** These hang once, with their answer. */
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    private final Set<Thread> hanging = ConcurrentHashMap.newKeySet();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExitRig rig = new ExitRig(
            exchange,
            null,
            new BrokerAccess(between(Broker.class), between(AccountActivities.class), between(OptionMarket.class)),
            this::beside);

    private <T> T between(Class<T> port) {
        InvocationHandler asked = (proxy, method, arguments) -> {
            if (lost.remove(method.getName())) {
                hang();
                return new Reply.Unavailable<>("timed out");
            }
            Object answer = method.invoke(exchange, arguments);
            if (hangs.contains(method.getName()) || unanswered.remove(method.getName())) {
                hang();
            }
            return answer;
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, asked));
    }

    private void hang() throws InterruptedException {
        hanging.add(Thread.currentThread());
        released.await();
    }

    private void timeOut() throws InterruptedException {
        released.countDown();
        for (Thread thread : hanging) {
            thread.join();
        }
        rig.drain();
    }

    /** Goes on when the request is done or hangs. */
    private void beside(Runnable request) {
        Thread thread = Thread.ofVirtual().start(request);
        try {
            while (!thread.join(Duration.ofMillis(1)) && !hanging.contains(thread)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void hold() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        rig.step();
    }

    @AfterEach
    void release() {
        released.countDown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "positions",
                "openOrders",
                "quotes",
                "chain",
                "account",
                "ordersSince",
                "sessions",
                "since",
                "order"
            })
    void X10_aReadingThatHangsDelaysNoDeadline(String endpoint) {
        rig.at("2026-04-09T15:44:50");
        hangs.add(endpoint);
        rig.step();
        assertThat(rig.sent()).as("15:44:55").isEmpty();
        rig.step();

        assertThat(rig.sent()).as("15:45:00").hasSize(1);
        assertThat(exchange.held(CALL)).isZero();
        assertThat(rig.journal.closed)
                .singleElement()
                .satisfies(trade -> assertThat(trade.reason()).isEqualTo(ExitReason.END_OF_DAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"positions", "openOrders", "chain", "account", "ordersSince", "order"})
    void X10_aReadingThatHangsDelaysNoPriceRule(String endpoint) {
        hangs.add(endpoint);
        exchange.quote(CALL, "2.00", "2.05");
        rig.step();
        assertThat(exchange.held(CALL)).isZero();
        assertThat(rig.journal.closed)
                .singleElement()
                .satisfies(trade -> assertThat(trade.reason()).isEqualTo(ExitReason.TAKE_PROFIT_HIT));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        arrives, left
        true,    0
        false,   2
        """)
    void X01_X02_X10_aSubmitThatHangsDelaysNoOtherContractAndBecomesOneOrder(boolean arrives, int left)
            throws Exception {
        exchange.quote(OTHER, "1.00", "1.02");
        exchange.buys(OTHER_ENTRY, OTHER, 1, "1.00");
        rig.at("2026-04-09T15:44:55");
        (arrives ? unanswered : lost).add("submit");
        rig.step();
        assertThat(exchange.held(CALL)).as("hangs").isEqualTo(left);
        assertThat(exchange.held(OTHER)).as("15:45:00").isZero();
        rig.step();
        timeOut();
        rig.steps(5);

        assertThat(exchange.held(CALL)).isZero();
        assertThat(exchange.leastHeld).isZero();
        assertThat(closes(CALL)).isEqualTo(1);
        assertThat(rig.journal.closed).hasSize(2);
    }

    @Test
    void X10_aCancelThatHangsDelaysNoOtherContract() throws Exception {
        exchange.quote(OTHER, "1.00", "1.02");
        exchange.buys(OTHER_ENTRY, OTHER, 1, "1.00");
        rig.step();
        exchange.faults.add(SimulatedExchange.Fault.RESTS);
        exchange.quote(CALL, "2.00", "2.05");
        rig.step();
        lost.add("cancel");
        rig.steps(2);
        assertThat(hanging).hasSize(1);
        exchange.quote(OTHER, "2.00", "2.05");
        rig.step();
        assertThat(exchange.held(OTHER)).isZero();
        assertThat(closes(CALL)).isEqualTo(1);
        timeOut();
        rig.steps(4);

        assertThat(exchange.held(CALL)).isZero();
        assertThat(exchange.leastHeld).isZero();
        assertThat(closes(CALL)).isEqualTo(2);
    }

    private long closes(OptionContract contract) {
        return exchange.orders.keySet().stream()
                .filter(id -> id.startsWith("tiny.x." + contract.symbol()))
                .count();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        endpoint,  steps, heartbeat
        positions, 3,     true
        positions, 4,     false
        quotes,    3,     true
        quotes,    4,     false
        account,   4,     true
        """)
    void X10_F31_withoutAnAnswerThereIsSoonNoHeartbeat(String endpoint, int steps, boolean heartbeat) throws Exception {
        hangs.add(endpoint);
        rig.steps(steps);
        int before = rig.journal.heartbeats;
        rig.exits.heartbeat();
        assertThat(rig.journal.heartbeats > before).isEqualTo(heartbeat);

        hangs.clear();
        released.countDown();
        for (Thread thread : hanging) {
            thread.join();
        }
        rig.steps(2);
        rig.exits.heartbeat();
        assertThat(rig.journal.heartbeats).isGreaterThan(before);
    }

    @Test
    void X10_anAnswerFromBeforeAnotherInstanceHadItsTurnIsNobodys() throws Exception {
        rig.at("2026-04-09T15:44:50");
        hangs.add("positions");
        rig.step();
        hangs.clear();
        rig.exits.standBy();
        exchange.advance(ExitRig.newYork("2026-04-09T15:45:00"));
        exchange.sells("by-hand", CALL, 2, "1.40");
        rig.drain();
        assertThat(rig.start(rig.journal)).isTrue();

        released.countDown();
        for (Thread thread : hanging) {
            thread.join();
        }
        rig.drain();
        assertThat(rig.exits.figures().held()).isZero();
        rig.steps(4);
        assertThat(rig.sent()).isEmpty();
        assertThat(exchange.leastHeld).isZero();
    }
}
