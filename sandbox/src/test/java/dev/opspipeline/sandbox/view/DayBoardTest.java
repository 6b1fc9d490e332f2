package dev.opspipeline.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.sandbox.view.Boards.Recorder;
import dev.opspipeline.sandbox.view.Happening.Kind;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayBoardTest {

    private final Recorder shown = new Recorder();
    private final DayBoard board = Boards.board(shown);

    @Test
    void tellsEntriesFillsAndCloses() {
        Boards.trade(board, "large");
        board.topic("fills.large", "{\"contract\":\"AMD260410P00207500\",\"contracts\":2,\"price\":\"2.55\"}");
        Boards.close(board, "large", "264.00");
        Boards.close(board, "large", "-80.00");

        assertThat(shown.texts())
                .containsExactly(
                        "large ENTRY 2 AMD 207.50 put Apr 10, at most 2.56 (day)",
                        "large FILL 2 AMD 207.50 put Apr 10 at 2.55",
                        "large GAIN 2 AMD 207.50 put Apr 10 at 3.88, +264.00, take profit",
                        "large LOSS 2 AMD 207.50 put Apr 10 at 3.88, -80.00, take profit");
    }

    @Test
    void tellsARefusalInWordsTheFirstTimeAndCountsTheRest() {
        Boards.refuse(board, "tiny");
        Boards.refuse(board, "tiny");

        assertThat(shown.texts()).containsExactly("tiny REFUSAL AMD put: confidence too low: 0.63 [at least 0.7] (+1)");
        BoardView.TierRow tiny = board.view().tiers().getFirst();
        assertThat(tiny.refused()).isEqualTo(2);
        assertThat(tiny.reasons()).containsEntry("LOW_CONFIDENCE", 2).containsEntry("POSITION_LIMIT", 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            event            | kind           | text
            config.accepted  | LIMITS         | accepted: version 2
            config.refused   | LIMITS_REFUSED | REFUSED: version 2
            tickers.accepted | NOTICE         | tickers.accepted: version 2
            book.differs     | WARNING        | book.differs: version 2
            """)
    void tellsWhatBecameOfAnEditOfTheLimits(String event, Kind kind, String text) {
        board.topic("audit", "{\"tier\":\"tiny\",\"event\":\"%s\",\"detail\":\"version 2\"}".formatted(event));

        assertThat(shown.happenings).singleElement().satisfies(told -> {
            assertThat(told.tier()).isEqualTo("tiny");
            assertThat(told.kind()).isEqualTo(kind);
            assertThat(told.text()).isEqualTo(text);
        });
    }

    @Test
    void showsFiguresAgainstTheLimitsInForce() {
        Boards.limits(board, "tiny");

        BoardView view = board.view();
        assertThat(view.percent()).isEqualTo(10);
        BoardView.TierRow tiny = view.tiers().getFirst();
        assertThat(tiny.limits()).isEqualTo(new LimitFigures(2, 1, new BigDecimal("1500"), null));
        assertThat(Standing.line(tiny)).isEqualTo("tiny   1,784.00 (-20.00), positions 1/2+1, exposure 1,300/1,500");
        assertThat(Standing.line(view.tiers().getLast()))
                .as("an account nobody could ask about")
                .isEqualTo("large  unknown (-), positions -/-, exposure -/-");
    }

    @Test
    void saysWhichLimitsAnEditChanged() {
        Boards.limits(board, "tiny");
        Boards.limits(board, "tiny");
        assertThat(shown.texts()).as("nothing changed").isEmpty();
        board.topic(
                "limits.tiny",
                "{\"document\":\"{ \\\"max_open_positions\\\": 1, \\\"max_notional_exposure\\\": 1500}\"}");

        assertThat(shown.texts())
                .containsExactly(
                        "tiny LIMITS max_open_positions 1, was 2; max_open_positions_high_confidence not set, was 3");
    }

    @Test
    void isSettledOnceEveryAccountHasDecidedEverything() {
        assertThat(board.isSettled()).isTrue();
        Boards.recommend(board);
        Boards.refuse(board, "tiny");
        assertThat(board.isSettled()).isFalse();
        Boards.trade(board, "large");
        assertThat(board.isSettled()).isTrue();
    }

    @Test
    void whatCannotBeReadIsSaidAndWhatIsNoMessageIsLeftOut() {
        board.topic("decisions.tiny", "not json");
        board.topic("decisions.tiny.dlt", "{}");
        board.topic("positions.tiny", null);

        assertThat(shown.texts())
                .containsExactly(
                        "WARNING unreadable record on decisions.tiny",
                        "WARNING unreadable record, put aside on decisions.tiny.dlt");
        assertThat(board.view().tiers().getFirst().refused()).isZero();
    }

    @Test
    void goesOnElsewhereAndLeavesTheFirstDisplayClosed() {
        Recorder other = new Recorder();
        board.showOn(other);
        board.say("later");

        assertThat(shown.closed).isTrue();
        assertThat(shown.happenings).isEmpty();
        assertThat(other.texts()).containsExactly("NOTICE later");
    }
}
