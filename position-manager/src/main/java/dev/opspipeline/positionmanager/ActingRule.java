package dev.opspipeline.positionmanager;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether this instance is the one that closes positions: the one that holds the partition; and every one while nobody can tell,
 * at the start and when Kafka has been away for ten seconds (wall time). Two at once are safe, because attempts and held
 * quantities are the broker's; none at all is not.
 */
public final class ActingRule {

    public static final Duration AWAY = Duration.ofSeconds(10);

    private boolean standsBy;
    private Instant lastHeard;

    public ActingRule(Instant wallNow) {
        lastHeard = wallNow;
    }

    /** The group has come to an agreement. */
    public void assigned(boolean holdsPartition) {
        standsBy = !holdsPartition;
    }

    /** The agreement is off, and the next one is on its way. */
    public void revoked() {
        standsBy = false;
    }

    /** Kafka has answered. */
    public void heard(Instant wallNow) {
        lastHeard = wallNow;
    }

    public boolean acts(Instant wallNow) {
        return !standsBy || Duration.between(lastHeard, wallNow).compareTo(AWAY) >= 0;
    }
}
