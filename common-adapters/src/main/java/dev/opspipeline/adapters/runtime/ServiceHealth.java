package dev.opspipeline.adapters.runtime;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** What the health endpoint says: whether the loop lives, and whether the service can do its work. */
final class ServiceHealth {

    private ServiceHealth() {}

    /** Down only when the loop hangs: the one thing that a restart heals. */
    static HealthIndicator liveness(Vitals vitals) {
        return () -> (vitals.silence().compareTo(Vitals.ALIVE) <= 0 ? Health.up() : Health.down())
                .withDetail("silence_seconds", vitals.silence().toSeconds())
                .build();
    }

    /** Out of service with the reasons while anything is missing that the service needs for its work. */
    static HealthIndicator readiness(Vitals vitals) {
        return () -> (vitals.objections().isEmpty() ? Health.up() : Health.outOfService())
                .withDetails(vitals.objections())
                .build();
    }
}
