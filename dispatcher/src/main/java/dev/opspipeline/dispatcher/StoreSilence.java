package dev.opspipeline.dispatcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says once that the store is silent, and once that its last word no longer counts. */
final class StoreSilence {

    /** Shorter ones are nobody's business (wall time). */
    static final Duration WORTH_SAYING = Duration.ofMinutes(1);

    private @Nullable Instant since;
    private String said = "";

    /**
     * @param lastRead when the store last answered; null when never
     * @return the event to tell, if this is the moment
     */
    Optional<String> goesOn(String why, @Nullable Instant lastRead, Instant wallNow) {
        if (since == null) {
            since = lastRead == null ? wallNow : lastRead;
        }
        Duration silent = Duration.between(since, wallNow);
        String event = silent.compareTo(LimitsInForce.LAST_GOOD_HOLDS) > 0
                ? LimitsVerdict.EXPIRED
                : silent.compareTo(WORTH_SAYING) >= 0 ? LimitsVerdict.UNREADABLE : "";
        boolean news = !event.isEmpty() && !event.equals(said);
        said = event;
        return news ? Optional.of(event) : Optional.empty();
    }

    /** The store answers; true when its silence had been said. */
    boolean ends() {
        boolean hadBeenSaid = !said.isEmpty();
        said = "";
        since = null;
        return hadBeenSaid;
    }
}
