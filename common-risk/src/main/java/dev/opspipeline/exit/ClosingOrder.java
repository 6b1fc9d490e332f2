package dev.opspipeline.exit;

import dev.opspipeline.account.ClientOrderId;
import java.time.Instant;

/** The one closing order of a position that may be alive. */
final class ClosingOrder {

    /** What is known of it. */
    enum Phase {
        /** The answer to the submit is outstanding. */
        SENT,
        /** Nobody knows whether the broker has it: it is looked up until that is known. */
        UNKNOWN,
        /** The broker has it. */
        WORKING
    }

    private final ClientOrderId.Close id;
    private final Instant sentAt;
    private final boolean market;
    private Phase phase;
    private Instant askedAt;
    private int notFound;
    private boolean late;

    private ClosingOrder(ClientOrderId.Close id, boolean market, Phase phase, Instant sentAt) {
        this.id = id;
        this.market = market;
        this.phase = phase;
        this.sentAt = sentAt;
        this.askedAt = sentAt;
    }

    static ClosingOrder sent(ClientOrderId.Close id, boolean market, Instant now) {
        return new ClosingOrder(id, market, Phase.SENT, now);
    }

    /** One found at the broker, sent by another instance or before a restart. */
    static ClosingOrder adopted(ClientOrderId.Close id, boolean market, Instant sentAt) {
        return new ClosingOrder(id, market, Phase.WORKING, sentAt);
    }

    void working() {
        phase = Phase.WORKING;
    }

    void unknown() {
        phase = Phase.UNKNOWN;
    }

    void asked(Instant now) {
        askedAt = now;
    }

    /** Counts how often the broker said that it has no such order. */
    int notFoundAgain() {
        return ++notFound;
    }

    /** True the first time only. */
    boolean becomesLate() {
        boolean first = !late;
        late = true;
        return first;
    }

    ClientOrderId.Close id() {
        return id;
    }

    boolean isMarket() {
        return market;
    }

    Phase phase() {
        return phase;
    }

    Instant sentAt() {
        return sentAt;
    }

    Instant askedAt() {
        return askedAt;
    }
}
