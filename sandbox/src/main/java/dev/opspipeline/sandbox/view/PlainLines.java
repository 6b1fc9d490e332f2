package dev.opspipeline.sandbox.view;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows a day as lines of at most 80 columns: for files, pipes and terminals that can do no more. */
public final class PlainLines implements Display {

    private static final Duration PROGRESS = Duration.ofMinutes(30);
    private static final int INDENT = 20;

    private final PrintStream out;
    private @Nullable Instant told;

    public PlainLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begins(Supplier<BoardView> board) {
        told = board.get().now();
    }

    @Override
    public synchronized void happened(Happening happening) {
        String head = "%s  %-6s %s"
                .formatted(
                        Words.clock(happening.at()),
                        happening.tier(),
                        happening.kind().word());
        String line = "%-21s ".formatted(head) + happening.text();
        Texts.wrap(line, Texts.WIDTH, INDENT + 2).forEach(out::println);
    }

    @Override
    public synchronized void advanced(Supplier<BoardView> board) {
        BoardView view = board.get();
        Instant last = told;
        if (last != null && view.now().isBefore(last.plus(PROGRESS))) {
            return;
        }
        told = view.now();
        String percent = view.percent() < 0 ? "" : "%d %%, ".formatted(view.percent());
        out.printf(
                "%s  %s%.0f times market speed, %d recommendations%n",
                Words.clock(view.now()), percent, view.speed(), view.recommended());
        for (BoardView.TierRow row : view.tiers()) {
            out.println(Texts.cut("       " + Standing.line(row), Texts.WIDTH));
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
