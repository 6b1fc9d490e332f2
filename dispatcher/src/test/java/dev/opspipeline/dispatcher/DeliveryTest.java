package dev.opspipeline.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How recommendations get to the dispatcher over a real Kafka. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryTest {

    private final Cluster cluster = cluster();
    private final HandMovedClock clock = new HandMovedClock(Signals.NOW);
    private final FakeExchange exchange = new FakeExchange(clock::now);
    private final List<Instance> instances = new ArrayList<>();
    private volatile String actor = "";
    private volatile String doomed = "";

    Cluster cluster() {
        return Cluster.embedded();
    }

    @BeforeEach
    void sweeps() {
        cluster.sweep();
    }

    @AfterEach
    void closes() {
        Collections.reverse(instances);
        instances.forEach(Instance::close);
    }

    @Test
    void X46_F37_aRecommendationWrittenTwiceIsDecidedOnce() {
        Recommendation recommendation = Signals.call("NVDA", clock.now());
        cluster.publish(recommendation);
        cluster.publish(recommendation);
        started("a");
        decided("NVDA");

        cluster.publish(recommendation);
        decided("AMD");

        assertDecided("NVDA", "AMD");
    }

    @Test
    void X46_F37_aRecommendationRepeatedToTheNextInstanceIsNotDecidedAgain() {
        Instance first = started("a");
        decided("NVDA");
        first.close();

        cluster.publish(Signals.call("NVDA", clock.now()));
        started("b");
        decided("AMD");

        assertDecided("NVDA", "AMD");
    }

    @Test
    void X48_theStandbyTakesOverFromOneThatDiesInTheMiddle() {
        started("a");
        started("b");
        Await.until("two members", () -> cluster.members() == 2);
        decided("NVDA");

        doomed = actor;
        decided("AMD");

        assertThat(actor).isNotEqualTo(doomed);
        decided("TSLA");
        assertDecided("NVDA", "AMD", "TSLA");
    }

    @Test
    void X48_theStandbyTakesOverFromOneThatIsStopped() {
        Instance first = started("a");
        decided("NVDA");
        started("b");
        first.close();

        decided("AMD");

        assertThat(actor).isEqualTo("b");
        assertDecided("NVDA", "AMD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "",
                "{\"schema\":2}",
                "{\"schema\":1,\"id\":\"NVDA-1\"}",
                "ticker null",
                "impossible id",
                "confidence a word"
            })
    void X51_X52_X53_whatCannotBeReadGoesToTheDeadLettersAndTheNextIsServed(String poison) {
        String good = MessageJson.write(Signals.call("NVDA", clock.now()));
        String bad = switch (poison) {
            case "ticker null" -> good.replace("\"ticker\":\"NVDA\"", "\"ticker\":null");
            case "impossible id" -> good.replace("\"id\":\"NVDA-", "\"id\":\"NVDA '; -");
            case "confidence a word" -> good.replace("\"confidence\":0.83", "\"confidence\":\"high\"");
            default -> poison;
        };
        started("a");

        cluster.publish("NVDA", bad.getBytes(UTF_8));
        decided("AMD");

        deadLettered(1);
        assertThat(cluster.deadLetters())
                .singleElement()
                .satisfies(found -> assertThat(new String(found, UTF_8)).isEqualTo(bad));
        assertDecided("AMD");
    }

    @Test
    void X51_aRecordWithoutAValueIsADeadLetterToo() {
        started("a");

        cluster.publish("NVDA", null);
        decided("AMD");

        deadLettered(1);
        assertThat(cluster.deadLetters()).hasSize(1);
        assertDecided("AMD");
    }

    @Test
    void X55_aNewGroupStartsAnHourBackAtMost() {
        byte[] old = MessageJson.write(Signals.call("NVDA", clock.now())).getBytes(UTF_8);
        byte[] recent = MessageJson.write(Signals.call("AMD", clock.now())).getBytes(UTF_8);
        cluster.publish("NVDA", old, Clock.systemUTC().instant().minus(Duration.ofMinutes(61)));
        cluster.publish("AMD", recent, Clock.systemUTC().instant().minus(Duration.ofMinutes(59)));

        started("a");
        decided("TSLA");

        assertDecided("AMD", "TSLA");
    }

    @Test
    void F17_aBurstIsDecidedInOrderAndMeetsTheLimits() {
        List<String> symbols = List.of("NVDA", "AMD", "TSLA", "AAPL", "MSFT", "META", "AMZN", "GOOG");
        symbols.forEach(symbol -> cluster.publish(Signals.call(symbol, clock.now())));

        started("a");
        Await.until("all decided", () -> cluster.decisions().size() == symbols.size());

        assertDecided(symbols.toArray(String[]::new));
        assertThat(exchange.all()).hasSize(5);
    }

    private Instance started(String name) {
        Instance instance = new Instance(name, cluster, clock, exchange, step -> acts(name, step), true).started();
        instances.add(instance);
        return instance;
    }

    private void acts(String name, Checkpoint step) {
        if (step == Checkpoint.READ) {
            if (name.equals(doomed)) {
                throw new Killer.Killed();
            }
            actor = name;
        }
    }

    private void decided(String symbol) {
        Recommendation recommendation = Signals.call(symbol, clock.now());
        cluster.publish(recommendation);
        Await.until(
                "a decision on " + symbol,
                () -> cluster.decisions().stream()
                        .map(DecisionRecord::recommendationId)
                        .anyMatch(recommendation.id()::equals));
    }

    /** The topics are read by threads of their own: one may be seen later than another that was written after it. */
    private void deadLettered(int records) {
        Await.until("dead letters", () -> cluster.deadLetters().size() >= records);
    }

    /** Exactly these, once each, in this order. */
    private void assertDecided(String... symbols) {
        assertThat(cluster.decisions().stream()
                        .map(DecisionRecord::recommendationId)
                        .map(RecommendationId::value)
                        .map(id -> id.substring(0, id.indexOf('-'))))
                .containsExactly(symbols);
        assertThat(exchange.all().stream().map(order -> exchange.posts(order.clientOrderId())))
                .as("requests per order")
                .allMatch(posts -> posts == 1);
    }
}
