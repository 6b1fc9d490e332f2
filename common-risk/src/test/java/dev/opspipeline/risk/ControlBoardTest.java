package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlBoardTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");
    private static final ControlScope TINY = ControlScope.of(Tier.TINY);

    /** Words: {@code tiny=HALTED}, {@code ALL=FLATTEN}, {@code tiny=STOP} for an automatic one. */
    private static Control control(String words) {
        String[] parts = words.split("=");
        ControlScope scope = ControlScope.parse(parts[0]);
        return switch (parts[1]) {
            case "STOP" -> new Control.AutomaticStop(scope, "dispatcher", "rejects", NOON);
            case "FLATTEN" -> new Control.Flatten(scope, false, "ann", "enough", NOON);
            case "FLATTEN_ALL" -> new Control.Flatten(scope, true, "ann", "enough", NOON);
            default -> new Control.SetState(scope, TradingState.valueOf(parts[1]), "ann", "so", NOON);
        };
    }

    private static ControlBoard board(Iterable<Control> controls) {
        ControlBoard board = new ControlBoard(Tier.TINY);
        controls.forEach(board::take);
        return board;
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            said,                                  state,    flattens
            large=HALTED,                          ACTIVE,   false
            tiny=REDUCING,                         REDUCING, false
            tiny=HALTED ALL=REDUCING,              HALTED,   false
            tiny=REDUCING ALL=HALTED,              HALTED,   false
            tiny=HALTED tiny=ACTIVE,               ACTIVE,   false
            ALL=HALTED tiny=ACTIVE,                HALTED,   false
            tiny=HALTED ALL=ACTIVE,                HALTED,   false
            tiny=STOP,                             REDUCING, false
            tiny=STOP ALL=ACTIVE,                  REDUCING, false
            tiny=STOP tiny=REDUCING,               REDUCING, false
            tiny=STOP tiny=ACTIVE,                 ACTIVE,   false
            tiny=ACTIVE tiny=STOP,                 REDUCING, false
            tiny=STOP tiny=ACTIVE tiny=STOP,       REDUCING, false
            tiny=HALTED tiny=STOP,                 HALTED,   false
            large=STOP,                            ACTIVE,   false
            tiny=FLATTEN,                          REDUCING, true
            tiny=FLATTEN tiny=REDUCING,            REDUCING, false
            tiny=FLATTEN tiny=ACTIVE,              ACTIVE,   false
            tiny=FLATTEN ALL=ACTIVE,               REDUCING, true
            ALL=FLATTEN tiny=ACTIVE,               REDUCING, true
            large=FLATTEN,                         ACTIVE,   false
            """)
    void theStrictestHoldsAndACompactedTopicTellsTheSame(String said, TradingState state, boolean flattens) {
        List<Control> controls =
                List.of(said.split(" ")).stream().map(ControlBoardTest::control).toList();
        Map<String, Control> compacted = new LinkedHashMap<>();
        controls.forEach(control -> {
            compacted.remove(control.key());
            compacted.put(control.key(), control);
        });

        for (ControlBoard board : List.of(board(controls), board(compacted.values()))) {
            assertThat(board.state()).isEqualTo(state);
            assertThat(board.flatten().isPresent()).isEqualTo(flattens);
            assertThat(board.why().isEmpty()).isEqualTo(state == TradingState.ACTIVE);
        }
    }

    @Test
    void theWiderFlattenHolds() {
        for (String said : List.of("tiny=FLATTEN ALL=FLATTEN_ALL", "tiny=FLATTEN_ALL ALL=FLATTEN")) {
            ControlBoard board = board(List.of(said.split(" ")).stream()
                    .map(ControlBoardTest::control)
                    .toList());
            assertThat(board.flatten().orElseThrow().includeExternal()).isTrue();
        }
    }

    @Test
    void aResetIsRememberedByItsTimeAndLatch() {
        ControlBoard board = board(List.of(
                new Control.ResetLatch(TINY, Latch.DAILY_LOSS, "ann", "checked", NOON),
                new Control.ResetLatch(ControlScope.of(Tier.LARGE), Latch.SESSION_DRAWDOWN, "ann", "checked", NOON)));

        assertThat(board.resetAt(Latch.DAILY_LOSS)).contains(NOON);
        assertThat(board.resetAt(Latch.SESSION_DRAWDOWN)).isEmpty();
    }
}
