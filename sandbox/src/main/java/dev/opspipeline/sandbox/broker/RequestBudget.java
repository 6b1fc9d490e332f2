package dev.opspipeline.sandbox.broker;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How many requests an account has left in this minute of market time. */
public final class RequestBudget {

    private static final long SECONDS = 60;

    private final int perMinute;
    private final boolean enforced;
    private final Map<String, Integer> used = new HashMap<>();
    private long minute = Long.MIN_VALUE;

    private RequestBudget(int perMinute, boolean enforced) {
        this.perMinute = perMinute;
        this.enforced = enforced;
    }

    /** Refuses what goes beyond the limit. */
    public static RequestBudget strict(int perMinute) {
        return new RequestBudget(perMinute, true);
    }

    /** Names a limit and never holds anybody to it. */
    public static RequestBudget generous(int perMinute) {
        return new RequestBudget(perMinute, false);
    }

    /**
     * What is left after one more request.
     *
     * @param remaining below zero when the request was one too many
     * @param resetSecond epoch second at which all is there again
     */
    record Left(int limit, int remaining, long resetSecond) {}

    synchronized Left take(String account, Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), SECONDS);
        if (current != minute) {
            minute = current;
            used.clear();
        }
        int taken = used.merge(account, 1, Integer::sum);
        return new Left(perMinute, enforced ? perMinute - taken : perMinute, (current + 1) * SECONDS);
    }
}
