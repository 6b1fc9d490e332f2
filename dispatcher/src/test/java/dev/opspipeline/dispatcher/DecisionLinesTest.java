package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.TradingState;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The log alone answers why an account did not trade. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DecisionLinesTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(DecisionLines.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Desk desk = Desk.opened();

    @BeforeEach
    void listens() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void closes() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        desk.close();
    }

    @Test
    void aRefusalIsOneLineWithEveryReasonWhatWasSeenAndWhatWasAllowed() {
        desk.say(new Control.SetState(
                ControlScope.of(TradingPost.TIER), TradingState.REDUCING, "ann", "because", desk.clock.now()));
        desk.decide("NVDA");

        ILoggingEvent line = only();
        assertThat(line.getMessage()).isEqualTo("No trade");
        assertThat(data(line))
                .containsEntry("tier", "large")
                .containsEntry("recommendation", "NVDA-20260409T1431-CALL-trend1")
                .containsEntry("decision", "TRADING_STOPPED")
                .hasEntrySatisfying("why", why -> assertThat(why).matches("TRADING_STOPPED: .*REDUCING.* \\[.+]"));
    }

    @Test
    void anEntryIsOneLineWithItsOrder() {
        desk.decide("NVDA");

        ILoggingEvent line = only();
        assertThat(line.getMessage()).isEqualTo("Entry");
        assertThat(data(line))
                .containsEntry("recommendation", "NVDA-20260409T1431-CALL-trend1")
                .containsEntry("decision", "TRADE")
                .containsEntry("contracts", "3")
                .containsEntry("order", "large.d.NVDA-20260409T1431-CALL-trend1.e1")
                .containsKeys("contract", "limit_price", "version");
    }

    private ILoggingEvent only() {
        assertThat(lines.list).hasSize(1);
        return lines.list.getFirst();
    }

    private static Map<String, String> data(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }
}
