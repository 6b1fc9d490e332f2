package dev.opspipeline.adapters.messages;

/** A record that is not the message it should be; says which field of what, and why. */
public final class UnreadableMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableMessageException(String message) {
        super(message);
    }

    UnreadableMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
