package dev.opspipeline.simulation.audit;

/** A day record that cannot be judged because it cannot be read; the message names file and line. */
public final class UnreadableRecord extends RuntimeException {

    UnreadableRecord(String message) {
        super(message);
    }

    UnreadableRecord(String message, Throwable cause) {
        super(message, cause);
    }
}
