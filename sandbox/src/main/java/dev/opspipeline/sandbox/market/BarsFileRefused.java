package dev.opspipeline.sandbox.market;

/** A bars file that can't be replayed; the message is one line with file, line, column and what was expected. */
public final class BarsFileRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BarsFileRefused(String message) {
        super(message);
    }
}
