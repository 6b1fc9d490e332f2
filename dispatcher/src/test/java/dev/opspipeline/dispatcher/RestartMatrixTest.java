package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BookView;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.dispatcher.FakeExchange.Mail;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.signal.Recommendation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stops the dispatcher at every step with a real Kafka, and lets the next instance find out what happened. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartMatrixTest {

    private static final Duration STEP = Duration.ofSeconds(5);
    private static final int CONTRACTS = 3;

    private final Cluster cluster = Cluster.embedded();
    private final HandMovedClock clock = new HandMovedClock(Signals.NOW);
    private final FakeExchange exchange = new FakeExchange(clock::now);
    private final List<Instance> instances = new ArrayList<>();
    private final List<Killer> killers = new ArrayList<>();

    @BeforeEach
    void sweeps() {
        cluster.sweep();
    }

    @AfterEach
    void closes() {
        killers.forEach(Killer::letDie);
        Collections.reverse(instances);
        instances.forEach(Instance::close);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            step,      mail,            told,  posts
            READ,      ARRIVES,         true,  1
            DECIDED,   ARRIVES,         true,  1
            WRITTEN,   ARRIVES,         true,  1
            COMMITTED, ARRIVES,         true,  1
            SENDING,   ARRIVES,         true,  1
            ANSWERED,  ARRIVES,         true,  1
            ANSWERED,  ANSWER_IS_LOST,  true,  1
            ANSWERED,  REQUEST_IS_LOST, true,  2
            PUBLISHED, ARRIVES,         true,  1
            PUBLISHED, ARRIVES,         false, 1
            FILLED,    ARRIVES,         true,  1
            FILLED,    ARRIVES,         false, 1
            """)
    void X63_killedAtAnyStepTheNextInstanceEndsWithOneDecisionAndOneOrder(
            Checkpoint step, Mail mail, boolean told, int posts) {
        Recommendation recommendation = Signals.call("NVDA", clock.now());
        exchange.next(mail);
        stopped(step, told, recommendation);

        Instance next = recovered();
        converge(next, recommendation);

        assertOneDecisionAndOneOrder(next, recommendation, step == Checkpoint.FILLED, "AMD");
        assertThat(exchange.posts(id(recommendation))).isEqualTo(posts);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            step,      mail,            posts
            READ,      ARRIVES,         1
            DECIDED,   ARRIVES,         1
            WRITTEN,   ARRIVES,         1
            COMMITTED, ARRIVES,         2
            SENDING,   ARRIVES,         2
            ANSWERED,  ARRIVES,         1
            ANSWERED,  ANSWER_IS_LOST,  1
            ANSWERED,  REQUEST_IS_LOST, 2
            PUBLISHED, ARRIVES,         1
            FILLED,    ARRIVES,         1
            """)
    void X49_pausedAtAnyStepAndGoingOnAfterItsSuccessorItChangesNothing(Checkpoint step, Mail mail, int posts) {
        Recommendation recommendation = Signals.call("NVDA", clock.now());
        exchange.next(mail);
        Instance zombie = stopped(step, true, recommendation);
        Instance next = recovered();
        converge(next, recommendation);

        killers.getFirst().letGoOn();
        zombie.post.settle();
        next.post.pass(STEP);

        assertOneDecisionAndOneOrder(next, recommendation, step == Checkpoint.FILLED, "AMD");
        assertThat(exchange.posts(id(recommendation))).isEqualTo(posts);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            step,      ordered, decided
            READ,      false,   false
            WRITTEN,   false,   false
            COMMITTED, false,   true
            SENDING,   false,   true
            """)
    void X63_whatIsTooOldAfterTheRestartIsNotSentAnyMore(Checkpoint step, boolean ordered, boolean decided) {
        Recommendation recommendation = Signals.call("NVDA", clock.now());
        stopped(step, true, recommendation);
        clock.advance(Duration.ofMinutes(10));

        Instance next = recovered();
        converge(next, recommendation);

        assertThat(exchange.all().isEmpty()).isEqualTo(!ordered);
        assertThat(decisionsOf(recommendation))
                .singleElement()
                .satisfies(
                        decision -> assertThat(decision.clientOrderId() != null).isEqualTo(decided));
        assertThat(bookOfNextDecision("AMD").entriesInFlight()).isEmpty();
        assertThat(cluster.orders().stream()
                        .filter(order -> order.recommendationId().equals(recommendation.id()))
                        .map(OrderRecord::state))
                .isEqualTo(decided ? List.of(OrderRecord.State.EXPIRED) : List.of());
    }

    @ParameterizedTest
    @CsvSource("SENDING")
    void X39_anOrderSentByOnePausedTooLongIsFoundAndCanceled(Checkpoint step) {
        Recommendation recommendation = Signals.call("NVDA", clock.now());
        Instance zombie = stopped(step, true, recommendation);
        clock.advance(Duration.ofMinutes(10));
        Instance next = recovered();
        converge(next, recommendation);

        killers.getFirst().letGoOn();
        zombie.post.settle();
        next.post.pass(STEP);
        assertThat(bookOfNextDecision("AMD").entriesInFlight())
                .as("exposure from the moment it is seen")
                .hasSize(1);
        next.post.pass(Duration.ofSeconds(60));

        assertThat(exchange.all().stream().filter(order -> order.clientOrderId().equals(id(recommendation))))
                .singleElement()
                .satisfies(order -> assertThat(order.status()).isEqualTo(OrderStatus.CANCELED));
    }

    /** An instance that got the recommendation and stands at the step, out of the group. */
    private Instance stopped(Checkpoint step, boolean told, Recommendation recommendation) {
        Killer killer = new Killer(step);
        killers.add(killer);
        Instance instance = new Instance("first", cluster, clock, exchange, killer, told).started();
        instances.add(instance);
        cluster.publish(recommendation);
        if (step == Checkpoint.FILLED) {
            Await.until("an order", () -> !exchange.all().isEmpty());
            instance.stream(exchange.fill(id(recommendation), CONTRACTS));
        }
        Await.until("stopped at " + step, killer::hasStruck);
        instance.abandon();
        return instance;
    }

    private Instance recovered() {
        cluster.evictMembers();
        int before = readings();
        Instance next = new Instance("next", cluster, clock, exchange, Checkpoint.Observer.NONE, true).started();
        instances.add(next);
        Await.until("recovered", () -> readings() > before);
        return next;
    }

    private int readings() {
        return Collections.frequency(exchange.requests(), "orders of the day");
    }

    private void converge(Instance instance, Recommendation recommendation) {
        Await.until("a decision", () -> !decisionsOf(recommendation).isEmpty());
        instance.post.settle();
        for (int step = 0; step < 4; step++) {
            instance.post.pass(STEP);
        }
    }

    private void assertOneDecisionAndOneOrder(
            Instance instance, Recommendation recommendation, boolean filled, String nextSymbol) {
        assertThat(exchange.all()).singleElement().satisfies(order -> {
            assertThat(order.clientOrderId()).isEqualTo(id(recommendation));
            assertThat(order.quantity()).isEqualTo(CONTRACTS);
        });
        BookView book = bookOfNextDecision(nextSymbol);
        assertThat(book.entriesInFlight().stream().map(BookView.EntryInFlight::contracts))
                .isEqualTo(filled ? List.of() : List.of(CONTRACTS));
        assertThat(book.positions().stream().map(BookView.OpenPosition::quantity))
                .isEqualTo(filled ? List.of(CONTRACTS) : List.of());
        assertThat(decisionsOf(recommendation)).hasSize(1);
        assertThat(instance.post.ask(() -> true)).as("alive").isTrue();
    }

    /** The account's book as its next decision sees it. */
    private BookView bookOfNextDecision(String symbol) {
        Recommendation next = Signals.call(symbol, clock.now());
        cluster.publish(next);
        Await.until("a decision on " + symbol, () -> !decisionsOf(next).isEmpty());
        return decisionsOf(next).getFirst().book();
    }

    private List<DecisionRecord> decisionsOf(Recommendation recommendation) {
        return cluster.decisions().stream()
                .filter(decision -> decision.recommendationId().equals(recommendation.id()))
                .toList();
    }

    private static String id(Recommendation recommendation) {
        return "large.d." + recommendation.id() + ".e1";
    }
}
