package dev.opspipeline.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final List<String> HINTS = List.of("To lower a limit:", "aws ssm put-parameter");

    private final DayBoard board = Boards.board(new Boards.Recorder());

    @BeforeEach
    void morning() {
        Boards.limits(board, "tiny");
        for (int i = 0; i < 40; i++) {
            Boards.recommend(board);
            Boards.refuse(board, "tiny");
            Boards.trade(board, "large");
            Boards.close(board, "large", "264.00");
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            rows, columns
            24,   80
            40,   120
            24,   40
            10,   80
            3,    20
            1,    1
            200,  300
            """)
    void fillsTheTerminalExactlyAndNeverGoesBeyondIt(int rows, int columns) {
        for (boolean colours : List.of(true, false)) {
            List<String> lines = new Screen(HINTS, colours, true).lines(board.view(), new TerminalSize(rows, columns));

            assertThat(lines)
                    .hasSize(rows)
                    .allSatisfy(line -> assertThat(
                                    ESCAPE.matcher(line).replaceAll("").length())
                            .isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void showsWhatMattersOnTheSmallestUsualTerminal() {
        String shown = String.join("\n", new Screen(HINTS, false, true).lines(board.view(), TerminalSize.USUAL));

        assertThat(shown)
                .contains("Fri 10 Apr 2026  10:09:00 New York", " 10 %")
                .containsPattern("tiny +1,784.00 +-20.00 +1/2\\+1 +1,300/1,500 +0 +40 +0\n")
                .contains("Recommended so far: 40")
                .contains("AMD put: confidence too low: 0.63 [at least 0.7] (+1)")
                .contains("+264.00, take profit")
                .endsWith("aws ssm put-parameter");
    }

    @Test
    void withoutColoursThereIsNoEscapeAndWithoutUnicodeOnlyAscii() {
        String shown = String.join("\n", new Screen(HINTS, false, false).lines(board.view(), TerminalSize.USUAL));

        assertThat(shown).doesNotContain("\u001b").isASCII();
    }

    @Test
    void gainsAndLossesDifferInColour() {
        Boards.close(board, "large", "-80.00");
        List<String> lines = new Screen(HINTS, true, true).lines(board.view(), TerminalSize.USUAL);

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("\u001b[32m").contains("+264.00"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("\u001b[31m").contains("-80.00"));
    }
}
