package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.view.Display;
import dev.opspipeline.sandbox.view.LiveScreen;
import dev.opspipeline.sandbox.view.PlainLines;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a day is shown: as a screen on a real terminal, as lines everywhere else.
 *
 * @param live a screen that is redrawn
 * @param unicode more than ASCII can be shown
 */
record Showing(PrintStream out, boolean live, boolean colours, boolean unicode) {

    /**
     * Decides by what the environment says of the terminal.
     *
     * @param terminal standard output is one
     * @param plain lines are asked for
     */
    static Showing of(PrintStream out, Map<String, String> environment, boolean terminal, boolean plain) {
        String term = environment.getOrDefault("TERM", "");
        boolean live = terminal && !plain && !term.isEmpty() && !term.equals("dumb");
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean unicode = out.charset().name().toUpperCase(Locale.ROOT).startsWith("UTF");
        return new Showing(out, live, colours, unicode);
    }

    /** @param hints lines to keep in view */
    Display display(List<String> hints) {
        return live ? new LiveScreen(out, hints, colours, unicode) : new PlainLines(out);
    }
}
