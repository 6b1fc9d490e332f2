package dev.opspipeline.dispatcher;

import java.time.Duration;
import java.util.Optional;

/** How far the clock of this machine is off the broker's. */
@FunctionalInterface
public interface BrokerClock {

    /**
     * Wall time by which our clock is at least ahead, negative when it is behind, as the broker's last answer told; empty
     * until one has.
     */
    Optional<Duration> ahead();
}
