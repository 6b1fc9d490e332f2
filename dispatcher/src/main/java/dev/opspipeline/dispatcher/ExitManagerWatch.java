package dev.opspipeline.dispatcher;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers when this account's acting exit loop was last heard: without one, nothing may be opened. */
public final class ExitManagerWatch {

    private @Nullable Instant lastHeard;

    /** @param sentAt wall time the heartbeat was written; an older one than the last changes nothing */
    public void heard(Instant sentAt) {
        if (lastHeard == null || sentAt.isAfter(lastHeard)) {
            lastHeard = sentAt;
        }
    }

    /** Wall time since the last heartbeat; null when there never was one. */
    @Nullable
    Duration silence(Instant wallNow) {
        return lastHeard == null ? null : Duration.between(lastHeard, wallNow);
    }
}
