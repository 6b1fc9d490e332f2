package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.market.BarsFileRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns whatever went wrong into one line; what only a programmer reads goes into a file. */
final class Mishap {

    private Mishap() {}

    /** Says a line and returns the exit status that goes with it. */
    interface Complaint {

        int complain(PrintWriter err, String line, int status);
    }

    static int complain(Exception exception, PrintWriter err, Complaint complaint) {
        if (exception instanceof CannotPlayException || exception instanceof BarsFileRefused) {
            return complaint.complain(err, String.valueOf(exception.getMessage()), Sandbox.FAILED);
        }
        if (exception instanceof Season.InterruptedByUser) {
            return INTERRUPTED;
        }
        return complaint.complain(
                err, "this should not have happened: %s%s".formatted(line(exception), kept(exception)), Sandbox.FAILED);
    }

    /** As shells have it for Ctrl-C. */
    private static final int INTERRUPTED = 130;

    private static String line(Throwable exception) {
        Throwable cause = exception.getCause();
        return cause == null ? exception.toString() : exception.getMessage() + " (" + cause.getMessage() + ")";
    }

    private static String kept(Exception exception) {
        try {
            Path file = Files.createTempFile("ops-pipeline-run-", ".txt");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
                exception.printStackTrace(writer);
            }
            return "; details in " + file;
        } catch (IOException e) {
            return "; details could not be written: " + e.getMessage();
        }
    }
}
