package dev.opspipeline.sandbox.broker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who sent a request: the service and its instance, as they say in the User-Agent header. */
public record Caller(String service, String instance) {

    /** The broker itself, when it prices a fill. */
    static final Caller BROKER = new Caller("broker", "broker");

    private static final Pattern USER_AGENT = Pattern.compile("ops-pipeline/([^/\\s]+)/([^/\\s]+).*");

    /** Reads {@code ops-pipeline/<service>/<instance>}; anybody else is "other". */
    public static Caller of(@Nullable String userAgent) {
        Matcher matcher = USER_AGENT.matcher(userAgent == null ? "" : userAgent);
        return matcher.matches() ? new Caller(matcher.group(1), matcher.group(2)) : new Caller("other", "other");
    }
}
