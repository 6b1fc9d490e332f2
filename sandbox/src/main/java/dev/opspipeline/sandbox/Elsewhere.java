package dev.opspipeline.sandbox;

import java.net.URI;

/**
 * What others have started, as {@code docker compose} does: Kafka, a parameter store, and the services themselves, which reach
 * the broker and the clock over the network.
 *
 * @param kafka host:port
 * @param store the address of an SSM-compatible store
 */
record Elsewhere(String kafka, URI store) {

    /** Where the broker serves unless {@code --port} says otherwise; the clock has the port after. */
    static final int BROKER_PORT = 4700;

    /** Reads both addresses; throws {@link IllegalArgumentException} that names the wrong one. */
    static Elsewhere of(String kafka, String store) {
        if (!kafka.matches("[^:,\\s]+:\\d+(,[^:,\\s]+:\\d+)*")) {
            throw new IllegalArgumentException("--kafka must be host:port, was '" + kafka + "'");
        }
        if (!store.matches("https?://[^/\\s]+/?")) {
            throw new IllegalArgumentException("--store must be http://host:port, was '" + store + "'");
        }
        return new Elsewhere(kafka, URI.create(store));
    }
}
