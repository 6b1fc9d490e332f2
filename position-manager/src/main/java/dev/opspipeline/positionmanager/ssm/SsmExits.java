package dev.opspipeline.positionmanager.ssm;

import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.adapters.ssm.ParameterStore.Parameter;
import dev.opspipeline.positionmanager.ExitParameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the account's document of exits and the kill switch every two seconds (wall time), on a thread of its own: a store
 * that hangs keeps nobody waiting.
 */
public final class SsmExits {

    private static final Logger log = LoggerFactory.getLogger(SsmExits.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final String KILL_SWITCH = "/ops-pipeline/kill_switch";

    private final String name;
    private final ParameterStore store;
    private final Consumer<Runnable> account;
    private final ExitParameters parameters;

    /** @param account runs what was read on the account's thread, also while the market stands still */
    public SsmExits(Tier tier, ParameterStore store, Consumer<Runnable> account, ExitParameters parameters) {
        this.name = "/ops-pipeline/position_manager_config_" + tier.id();
        this.store = store;
        this.account = account;
        this.parameters = parameters;
    }

    /** Reads again and again from now on, for the first time after one period. */
    public void start(WallTimer timer) {
        timer.every(PERIOD, this::read);
    }

    /** Reads once. */
    public void read() {
        switch (store.read(List.of(name, KILL_SWITCH))) {
            case Reply.Answer<Map<String, Parameter>>(Map<String, Parameter> found) -> {
                Parameter document = found.get(name);
                Parameter killSwitch = found.get(KILL_SWITCH);
                account.accept(() -> parameters.read(
                        document == null ? null : document.value(),
                        document == null ? "none" : Long.toString(document.version()),
                        killSwitch == null ? null : killSwitch.value()));
            }
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
}
