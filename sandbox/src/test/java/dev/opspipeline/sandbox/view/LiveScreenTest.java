package dev.opspipeline.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveScreenTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicReference<TerminalSize> terminal = new AtomicReference<>(TerminalSize.USUAL);
    private final LiveScreen screen = new LiveScreen(
            new PrintStream(written, true, StandardCharsets.UTF_8),
            new Screen(List.of("a command to paste"), true, true),
            terminal::get);

    @Test
    void whatNeverBeganLeavesTheTerminalAlone() {
        screen.close();

        assertThat(written()).isEmpty();
    }

    @Test
    void theTerminalIsLeftAsItWasFoundAndOnlyOnce() {
        DayBoard board = Boards.board(screen);
        board.begins();
        board.close();
        board.close();

        assertThat(written())
                .startsWith("\u001b[?1049h")
                .endsWith("\u001b[?25h\u001b[?1049l")
                .containsOnlyOnce("\u001b[?1049l");
    }

    @Test
    void onlyWhatChangedIsDrawnAgainSoThatACommandCanBeMarked() {
        DayBoard board = Boards.board(screen);
        board.begins();
        screen.draw();
        written.reset();
        Boards.trade(board, "large");
        screen.draw();

        assertThat(written()).contains("AMD 207.50 put").doesNotContain("a command to paste");
        board.close();
    }

    @Test
    void aTerminalOfAnotherSizeIsDrawnAnew() {
        DayBoard board = Boards.board(screen);
        board.begins();
        screen.draw();
        // In this order: the painter draws by itself as well, and may be the one who sees the new size.
        written.reset();
        terminal.set(new TerminalSize(30, 100));
        for (int i = 0; i < 4; i++) {
            screen.draw();
        }

        assertThat(written()).contains("\u001b[2J", "\u001b[30;1H");
        board.close();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            said,     rows, columns
            24 80,    24,   80
            9999 9999,1000, 1000
            1 1,      1,    1
            """)
    void readsWhatTheTerminalSaysOfItsSize(String said, int rows, int columns) {
        assertThat(TerminalSize.parse(said + "\n")).contains(new TerminalSize(rows, columns));
    }

    @ParameterizedTest
    @CsvSource({"0 0", "0 80", "24", "''", "24 x", "stty: standard input", "99999 80"})
    void aTerminalThatDoesNotKnowItsSizeSaysNothing(String said) {
        assertThat(TerminalSize.parse(said)).isEmpty();
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
