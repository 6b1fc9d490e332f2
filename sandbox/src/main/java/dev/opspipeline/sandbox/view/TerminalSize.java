package dev.opspipeline.sandbox.view;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows and columns of a terminal. */
public record TerminalSize(int rows, int columns) {

    /** What a terminal that does not say is taken for. */
    public static final TerminalSize USUAL = new TerminalSize(24, 80);

    private static final Pattern STTY = Pattern.compile("(\\d+) (\\d+)\\s*");
    private static final int MOST = 1000;

    public TerminalSize {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a terminal has at least 1 row and 1 column, was " + rows + " and " + columns);
        }
    }

    /** Asks the terminal this process runs in. */
    static TerminalSize ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            stty.waitFor();
            return parse(said).orElse(USUAL);
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** Reads {@code rows columns}; empty for anything else, and for the 0 of a terminal that does not know. */
    static Optional<TerminalSize> parse(String said) {
        Matcher found = STTY.matcher(said);
        if (!found.matches() || found.group(1).length() > 4 || found.group(2).length() > 4) {
            return Optional.empty();
        }
        int rows = Integer.parseInt(found.group(1));
        int columns = Integer.parseInt(found.group(2));
        return rows < 1 || columns < 1
                ? Optional.empty()
                : Optional.of(new TerminalSize(Math.min(rows, MOST), Math.min(columns, MOST)));
    }
}
