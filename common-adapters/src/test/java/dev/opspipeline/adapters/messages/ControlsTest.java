package dev.opspipeline.adapters.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opspipeline.account.Tier;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.Latch;
import dev.opspipeline.risk.TradingState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ControlsTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");
    private static final ControlScope TINY = ControlScope.of(Tier.TINY);

    static final List<Control> CONTROLS = List.of(
            new Control.SetState(TINY, TradingState.HALTED, "ann", "news", NOON),
            new Control.SetState(ControlScope.all(), TradingState.ACTIVE, "ann", "all clear", NOON),
            new Control.Flatten(ControlScope.of(Tier.LARGE), true, "ann", "going home", NOON),
            new Control.AutomaticStop(TINY, "dispatcher", "5 rejects in 5 minutes", NOON),
            new Control.Close(
                    TINY, OptionContract.parse("NVDA260410C00190000"), "ann", "enough", NOON, NOON.plusSeconds(60)),
            new Control.Close(TINY, new Ticker("NVDA"), "ann", "enough", NOON, NOON.plusSeconds(60)),
            new Control.CloseAll(TINY, false, "ann", "enough", NOON, NOON.plusSeconds(300)),
            new Control.ResetLatch(TINY, Latch.DAILY_LOSS, "ann", "a broker's error", NOON));

    @ParameterizedTest
    @FieldSource("CONTROLS")
    void aControlReadsBackAsItWasWritten(Control control) {
        assertThat(read(MessageJson.write(control))).isEqualTo(control);
    }

    @Test
    void onlyAStateAndAFlattenOfOneScopeReplaceEachOther() {
        assertThat(CONTROLS.stream().map(Control::key).collect(Collectors.toSet()))
                .hasSameSizeAs(CONTROLS);
        assertThat(new Control.Flatten(TINY, false, "ann", "enough", NOON).key())
                .isEqualTo(CONTROLS.getFirst().key());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
                    written                            | meant                              | says
                    "by":"ann"                         | "by":" "                           | by must name who wants it
                    "reason":"enough"                  | "reason":""                        | reason must say why
                    "scope":"tiny"                     | "scope":"ALL"                      | scope must be one tier
                    "scope":"tiny"                     | "scope":"huge"                     | no tier 'huge'
                    "expiresAt":"2026-04-09T16:01:00Z" | "expiresAt":"2026-04-09T16:05:01Z" | at most 300 seconds
                    "expiresAt":"2026-04-09T16:01:00Z" | "expiresAt":"2026-04-09T16:00:00Z" | expiresAt must be after at
                    "type":"close"                     | "type":"buy"                       | buy
                    """)
    void whatNobodySignedOrCannotBeIsRefused(String written, String meant, String says) {
        String close = MessageJson.write(CONTROLS.get(4));

        assertThat(close).contains(written);
        assertThatThrownBy(() -> read(close.replace(written, meant)))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining(says);
    }

    private static Control read(String json) {
        return MessageJson.read(json.getBytes(UTF_8), Control.class);
    }
}
