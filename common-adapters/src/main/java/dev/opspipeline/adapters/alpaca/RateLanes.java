package dev.opspipeline.adapters.alpaca;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What one budget of the broker's has left, and who may still use it. After a 429 nothing but closing goes out until the
 * broker's own reset, or for a second where it names none. All in wall time.
 */
final class RateLanes {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration UNTOLD_WAIT = Duration.ofSeconds(1);

    /** A budget is per minute; a reset farther away is of another clock. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(61);

    private final AtomicReference<@Nullable RateBudget> budget = new AtomicReference<>();
    private volatile Instant closedUntil = Instant.EPOCH;

    @Nullable
    RateBudget budget() {
        return budget.get();
    }

    /** Throws when the request has to wait. */
    void admit(RateLane lane, Instant now) throws IOException {
        if (lane == RateLane.CLOSING) {
            return;
        }
        if (now.isBefore(closedUntil)) {
            throw new IOException("held back until " + closedUntil + ": the broker asked to slow down");
        }
        RateBudget left = budget.get();
        if (left != null && left.remaining() < lane.reserve() && isAhead(left.resetsAt(), now)) {
            throw new IOException("held back until %s: %d requests left, %d of them for others"
                    .formatted(left.resetsAt(), left.remaining(), lane.reserve()));
        }
    }

    /** Learns from an answer. */
    void told(Response response, Instant now) {
        RateBudget said = read(response);
        if (said != null) {
            budget.set(said);
        }
        if (response.code() == TOO_MANY_REQUESTS) {
            boolean named = said != null && isAhead(said.resetsAt(), now);
            closedUntil = named && said != null ? said.resetsAt() : now.plus(UNTOLD_WAIT);
        }
    }

    private static boolean isAhead(Instant reset, Instant now) {
        return now.isBefore(reset) && reset.isBefore(now.plus(LONGEST_WAIT));
    }

    private static @Nullable RateBudget read(Response response) {
        try {
            return new RateBudget(
                    Integer.parseInt(response.header("X-RateLimit-Limit", "")),
                    Integer.parseInt(response.header("X-RateLimit-Remaining", "")),
                    Instant.ofEpochSecond(Long.parseLong(response.header("X-RateLimit-Reset", ""))));
        } catch (NumberFormatException | DateTimeException e) {
            // Not every answer carries them; the last budget seen stands.
            return null;
        }
    }

    /** The lane that a request was given, or else the one of its path. */
    static RateLane lane(Request request, boolean data) {
        RateLane given = request.tag(RateLane.class);
        if (given != null) {
            return given;
        }
        if (data) {
            return RateLane.DATA;
        }
        boolean lookUp = request.url().encodedPath().endsWith(":by_client_order_id");
        return lookUp || !request.method().equals("GET") ? RateLane.CLOSING : RateLane.READING;
    }
}
