package dev.opspipeline.positionmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private final Deque<Runnable> beside = new ArrayDeque<>();
    private final List<String> answers = new ArrayList<>();
    private final Requests requests = Requests.beside(beside::add, Runnable::run);

    @Test
    void X10_whatBecameOfACancelIsAskedForAfterItAndAnotherLaneWaitsForNeither() {
        assertThat(ask("A", "cancel")).isTrue();
        assertThat(ask("A", "order")).isTrue();
        assertThat(ask("B", "cancel of B")).isTrue();
        assertThat(beside).hasSize(2);

        beside.removeLast().run();
        assertThat(answers).containsExactly("cancel of B");
        assertThat(beside).hasSize(1);
        beside.removeFirst().run();
        beside.removeFirst().run();
        assertThat(answers).containsExactly("cancel of B", "cancel", "order");
        assertThat(beside).isEmpty();
    }

    @Test
    void ofEachKindThereIsOneAtATime() {
        assertThat(ask("A", "order")).isTrue();
        assertThat(ask("A", "order")).isFalse();
        assertThat(beside).hasSize(1);
        beside.removeFirst().run();
        assertThat(ask("A", "order")).isTrue();
    }

    @Test
    void oneThatFailsKeepsItsLaneFree() {
        assertThat(requests.ask("A", "order", RequestsTest::fail, answers::add)).isTrue();
        assertThat(ask("A", "cancel")).isTrue();
        assertThatThrownBy(beside.removeFirst()::run).hasMessage("a bug");
        beside.removeFirst().run();
        assertThat(answers).containsExactly("cancel");
    }

    private boolean ask(String lane, String kind) {
        return requests.ask(lane, kind, () -> kind, answers::add);
    }

    private static String fail() {
        throw new IllegalStateException("a bug");
    }
}
