package dev.opspipeline.dispatcher.ssm;

import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.adapters.ssm.ParameterReader;
import dev.opspipeline.adapters.ssm.ParameterReader.Parameter;
import dev.opspipeline.dispatcher.LimitsInForce;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the tier's document and the kill switch every two seconds (wall time), so that an edit acts within five. */
public final class SsmLimits {

    private static final Logger log = LoggerFactory.getLogger(SsmLimits.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final String KILL_SWITCH = "/ops-pipeline/kill_switch";

    private final String name;
    private final ParameterReader store;
    private final LimitsInForce limits;
    private final Inlet inlet;
    private final Clock wallClock;

    /** @param inlet where what was read goes in to the account's thread; served also while the market stands still */
    public SsmLimits(Tier tier, ParameterReader store, LimitsInForce limits, Inlet inlet, Clock wallClock) {
        this.name = "/ops-pipeline/dispatcher_config_" + tier.id();
        this.store = store;
        this.limits = limits;
        this.inlet = inlet;
        this.wallClock = wallClock;
    }

    /** Reads once now, and from then on again and again. */
    public void start(WallTimer timer) {
        read();
        timer.every(PERIOD, this::read);
    }

    private void read() {
        Reply<Map<String, Parameter>> reply = store.read(List.of(name, KILL_SWITCH));
        Instant readAt = wallClock.instant();
        switch (reply) {
            case Reply.Answer<Map<String, Parameter>>(Map<String, Parameter> found) ->
                inlet.post(() -> take(found, readAt));
            case Reply.Refused<Map<String, Parameter>>(int status, long code, String message) ->
                log.atError()
                        .addKeyValue("parameter", name)
                        .addKeyValue("status", status)
                        .addKeyValue("message", message)
                        .log("Parameter store refuses");
            case Reply.Unavailable<Map<String, Parameter>>(String why) ->
                log.atWarn()
                        .addKeyValue("parameter", name)
                        .addKeyValue("why", why)
                        .log("Parameter store unreachable");
        }
    }

    private void take(Map<String, Parameter> found, Instant readAt) {
        Parameter document = found.get(name);
        if (document == null) {
            limits.missing(readAt);
        } else {
            limits.offered(document.value(), String.valueOf(document.version()), readAt);
        }
        Parameter killSwitch = found.get(KILL_SWITCH);
        limits.killSwitch(killSwitch == null ? null : killSwitch.value(), readAt);
    }
}
