package dev.opspipeline.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.dispatcher.kafka.TopicWatch;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.TradingState;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of something on the controls topic that nobody may have meant like that. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedControlsTest {

    private static final String KEY = TradingPost.TIER.id();

    private final Cluster cluster = Cluster.embedded();
    private final Desk desk = Desk.opened();
    private final TopicWatch watch = new TopicWatch(
            TradingPost.TIER,
            cluster.connection("watch"),
            desk.post.inlets,
            desk.post.dispatcher,
            desk.post.exitManager,
            desk.post.limits,
            Clock.systemUTC());

    @BeforeEach
    void sweeps() {
        cluster.sweep();
    }

    @AfterEach
    void closes() {
        watch.close();
        desk.close();
    }

    @Test
    void aControlThatIsRefusedIsAuditedByTheInstanceInChargeWhenItIsSaid() {
        say(KEY, "before this instance listened");
        watch.start();
        takes("ann");

        say(KEY, "not JSON");
        say("small", halt(""));
        say("small", halt("bea"));
        takes("cleo");
        assertThat(refusals())
                .satisfiesExactly(
                        why -> assertThat(why)
                                .startsWith("control.refused: offset ")
                                .contains("not JSON"),
                        why -> assertThat(why).contains("by must name who wants it, was blank"),
                        why -> assertThat(why).endsWith("key must be large, was small"));
        assertThat(audits())
                .as("nothing was changed")
                .noneMatch(audit -> audit.startsWith("control.taken") && audit.contains("HALTED"));
    }

    @Test
    void X48_anInstanceThatStandsByLeavesItToTheOneInChargeToTellOfControls() {
        Control said = new Control.SetState(
                ControlScope.of(TradingPost.TIER), TradingState.HALTED, "ann", "because", desk.clock.now());

        desk.post.onThread(desk.post.dispatcher::standBy);
        desk.post.onThread(() -> {
            desk.post.dispatcher.controlRefused("key must be large, was small");
            desk.post.dispatcher.control(7, said);
        });
        assertThat(audits()).noneMatch(audit -> audit.startsWith("control."));

        desk.recover();
        assertThat(desk.decide("NVDA").facts().state()).as("it was heard").isEqualTo(TradingState.HALTED);
    }

    private void say(String key, String value) {
        cluster.publish(Topics.CONTROLS, key, value.getBytes(UTF_8));
    }

    private String halt(String by) {
        String control = MessageJson.write(new Control.SetState(
                ControlScope.of(TradingPost.TIER), TradingState.HALTED, "somebody", "because", desk.clock.now()));
        return control.replace("somebody", by);
    }

    /** Another control, that everybody takes: all said before has been read. */
    private void takes(String by) {
        say(
                KEY,
                MessageJson.write(new Control.SetState(
                        ControlScope.of(TradingPost.TIER), TradingState.ACTIVE, by, "because", desk.clock.now())));
        Await.until(by + " is heard", () -> audits().stream().anyMatch(audit -> audit.contains("by " + by)));
    }

    private List<String> refusals() {
        return audits().stream()
                .filter(audit -> audit.startsWith("control.refused"))
                .toList();
    }

    private List<String> audits() {
        return desk.post.ask(() -> List.copyOf(desk.journal.audits));
    }
}
