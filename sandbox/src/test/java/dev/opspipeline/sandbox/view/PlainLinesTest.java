package dev.opspipeline.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PlainLinesTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PlainLines lines = new PlainLines(new PrintStream(written, true, StandardCharsets.UTF_8));

    @Test
    void everythingIsSaidInAsciiWithoutEscapesAndWithinEightyColumns() {
        DayBoard board = Boards.board(lines);
        board.begins();
        Boards.limits(board, "tiny");
        Boards.refuse(board, "tiny");
        Boards.trade(board, "large");
        Boards.close(board, "large", "-1264.00");
        board.topic(
                "audit",
                "{\"tier\":\"tiny\",\"event\":\"config.refused\",\"detail\":\"version 2: max_contracts_per_trade"
                        + " must be a number of at least 1 and at most 4, was 'lots'; in force: version 1\"}");

        assertThat(written.toString(StandardCharsets.UTF_8)).isASCII().doesNotContain("\u001b");
        assertThat(said()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(said())
                .contains(
                        "10:09  large  entry   2 AMD 207.50 put Apr 10, at most 2.56 (day)",
                        "10:09  tiny   no      AMD put: confidence too low: 0.63 [at least 0.7] (+1)");
    }

    @Test
    void progressIsSaidEveryHalfHourOfMarketTime() {
        AtomicReference<Instant> now = new AtomicReference<>(Boards.OPEN);
        DayBoard board = new DayBoard(
                new Stage(List.of("tiny"), Boards.OPEN, Boards.CLOSE), now::get, tier -> Optional.empty(), lines);
        board.begins();
        now.set(Boards.OPEN.plusSeconds(30 * 60 - 5));
        board.advanced(130);
        assertThat(said()).isEmpty();
        now.set(Boards.OPEN.plusSeconds(30 * 60));
        board.advanced(130);
        board.advanced(130);

        assertThat(said())
                .containsExactly(
                        "10:00  7 %, 130 times market speed, 0 recommendations",
                        "       tiny   unknown (-), positions -/-, exposure -/-");
    }

    private List<String> said() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
