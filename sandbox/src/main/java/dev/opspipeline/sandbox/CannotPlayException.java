package dev.opspipeline.sandbox;

/** The day cannot be played; the message is one line for the person who asked for it. */
final class CannotPlayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotPlayException(String message) {
        super(message);
    }
}
