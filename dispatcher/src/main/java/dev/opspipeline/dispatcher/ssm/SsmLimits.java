package dev.opspipeline.dispatcher.ssm;

import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.adapters.ssm.ParameterStore.Parameter;
import dev.opspipeline.dispatcher.LimitsInForce;
import dev.opspipeline.dispatcher.LimitsPolicy;
import dev.opspipeline.dispatcher.StoredDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tier's document and the kill switch every two seconds (wall time), so that an edit acts within five. */
public final class SsmLimits {

    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final String KILL_SWITCH = "/ops-pipeline/kill_switch";

    private final ParameterStore store;
    private final LimitsInForce limits;
    private final LimitsPolicy policy;
    private final Inlet inlet;
    private final Clock wallClock;

    /** @param inlet where what was read goes in to the account's thread; served also while the market stands still */
    public SsmLimits(ParameterStore store, LimitsInForce limits, Inlet inlet, Clock wallClock) {
        this.store = store;
        this.limits = limits;
        this.policy = limits.policy();
        this.inlet = inlet;
        this.wallClock = wallClock;
    }

    /** Reads once now, and from then on again and again. */
    public void start(WallTimer timer) {
        read();
        timer.every(PERIOD, this::read);
    }

    private void read() {
        Reply<Map<String, Parameter>> reply = store.read(List.of(policy.parameter(), KILL_SWITCH));
        if (reply instanceof Reply.Answer<Map<String, Parameter>>(var found)) {
            Parameter killSwitch = found.get(KILL_SWITCH);
            Instant readAt = wallClock.instant();
            inlet.post(() -> limits.killSwitch(killSwitch == null ? null : killSwitch.value(), readAt));
            Parameter own = found.get(policy.parameter());
            if (own == null) {
                readShared();
            } else {
                inlet.post(() -> limits.offered(document(own), readAt));
            }
        } else {
            notRead(reply);
        }
    }

    /** A second call, and only where the tier's own parameter does not exist: most roles need no right to the shared one. */
    private void readShared() {
        Reply<Map<String, Parameter>> reply = store.read(List.of(policy.sharedParameter()));
        if (reply instanceof Reply.Answer<Map<String, Parameter>>(var found)) {
            Parameter shared = found.get(policy.sharedParameter());
            Instant readAt = wallClock.instant();
            @Nullable StoredDocument document = shared == null ? null : document(shared);
            inlet.post(() -> limits.missing(document, readAt));
        } else {
            notRead(reply);
        }
    }

    private void notRead(Reply<?> reply) {
        String why = switch (reply) {
            case Reply.Answer<?> answer -> throw new IllegalArgumentException("was read: " + answer);
            case Reply.Refused<?>(int status, long code, String message) ->
                "refused, %d: %s".formatted(status, message);
            case Reply.Unavailable<?>(String cause) -> "unreachable: " + cause;
        };
        Instant triedAt = wallClock.instant();
        inlet.post(() -> limits.unreadable(why, triedAt));
    }

    private static StoredDocument document(Parameter parameter) {
        return new StoredDocument(parameter.name(), parameter.version(), parameter.modifiedAt(), parameter.value());
    }
}
