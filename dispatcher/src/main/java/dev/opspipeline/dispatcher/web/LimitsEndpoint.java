package dev.opspipeline.dispatcher.web;

import dev.opspipeline.dispatcher.LimitsView;
import dev.opspipeline.risk.LimitKey;
import dev.opspipeline.risk.TierLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The limits in force, every value with where it came from: what is really held against an entry, not what a file says. */
@Endpoint(id = "limits")
public final class LimitsEndpoint {

    private final Supplier<LimitsView> view;
    private final Clock wallClock;

    public LimitsEndpoint(Supplier<LimitsView> view, Clock wallClock) {
        this.view = view;
        this.wallClock = wallClock;
    }

    /** As a JSON object: the document's versions first, then every key with its value and source. */
    @ReadOperation
    public Map<String, @Nullable Object> limits() {
        LimitsView now = view.get();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("tier", now.tier().id());
        answer.put("version", now.version());
        answer.put("parameter", now.parameter());
        answer.put("waiting", now.waiting());
        answer.put("waiting_holds_entries", now.waitingHoldsEntries());
        answer.put("refused", now.refused());
        answer.put("reasons", now.reasons());
        answer.put(
                "kill_switch",
                now.killSwitch() == null ? "unknown" : now.killSwitch().id());
        answer.put("last_read", now.lastRead() == null ? null : now.lastRead().toString());
        answer.put(
                "age_seconds",
                now.lastRead() == null
                        ? null
                        : Duration.between(now.lastRead(), wallClock.instant()).toSeconds());
        answer.put("limits", now.limits() == null ? Map.of() : values(now, now.limits()));
        return answer;
    }

    private static Map<String, Object> values(LimitsView now, TierLimits limits) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (LimitKey key : LimitKey.values()) {
            Map<String, @Nullable Object> value = new LinkedHashMap<>();
            value.put("value", shown(limits.value(key)));
            value.put("source", String.valueOf(now.sources().get(key)));
            values.put(key.key(), value);
        }
        return values;
    }

    private static @Nullable Object shown(@Nullable Object value) {
        return value == null || value instanceof Boolean || value instanceof Integer ? value : value.toString();
    }
}
