package dev.opspipeline.sandbox.view;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a day on a real terminal, redrawn in place on its second screen, so that what stood there before comes back. Only lines
 * that changed are written: a command at the bottom can be marked and copied.
 */
public final class LiveScreen implements Display {

    private static final long REDRAW_MS = 250;
    private static final int ASK_SIZE_EVERY = 4;

    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String CLEAR = "\u001b[2J";
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintStream out;
    private final Screen screen;
    private final Supplier<TerminalSize> terminal;
    private final ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("screen").factory());
    private List<String> shown = List.of();
    private TerminalSize size = TerminalSize.USUAL;
    private int drawn;
    private @Nullable Supplier<BoardView> board;
    private boolean closed;

    /**
     * @param hints lines at the bottom
     * @param colours false where NO_COLOR is set
     * @param unicode whether the terminal shows more than ASCII
     */
    public LiveScreen(PrintStream out, List<String> hints, boolean colours, boolean unicode) {
        this(out, new Screen(hints, colours, unicode), TerminalSize::ask);
    }

    LiveScreen(PrintStream out, Screen screen, Supplier<TerminalSize> terminal) {
        this.out = out;
        this.screen = screen;
        this.terminal = terminal;
    }

    @Override
    public synchronized void begins(Supplier<BoardView> shownBoard) {
        if (closed || board != null) {
            return;
        }
        board = shownBoard;
        write(ENTER);
        var unused = painter.scheduleWithFixedDelay(this::draw, 0, REDRAW_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void happened(Happening happening) {
        // The board keeps it; the next drawing shows it.
    }

    @Override
    public void advanced(Supplier<BoardView> ignored) {
        // Drawn by the wall clock.
    }

    /** Draws what changed. The board is asked before the screen is locked: it calls us under its own lock. */
    void draw() {
        Supplier<BoardView> source = board;
        if (source == null) {
            return;
        }
        BoardView view = source.get();
        TerminalSize asked = drawn % ASK_SIZE_EVERY == 0 ? terminal.get() : size;
        draw(view, asked);
    }

    private synchronized void draw(BoardView view, TerminalSize asked) {
        if (closed) {
            return;
        }
        drawn++;
        StringBuilder frame = new StringBuilder();
        if (!asked.equals(size) || shown.isEmpty()) {
            size = asked;
            shown = List.of();
            frame.append(CLEAR);
        }
        List<String> lines = screen.lines(view, size);
        for (int line = 0; line < lines.size(); line++) {
            if (line >= shown.size() || !lines.get(line).equals(shown.get(line))) {
                // Cleared first: after a full line the cursor stands on its last column, and clearing would eat that.
                frame.append("\u001b[%d;1H".formatted(line + 1))
                        .append(CLEAR_LINE)
                        .append(lines.get(line));
            }
        }
        shown = lines;
        write(frame.toString());
    }

    private void write(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        painter.shutdown();
        if (board != null) {
            write(LEAVE);
        }
    }
}
