package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream of trade updates that looks alive, and what its silence leads to. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentStreamTest {

    private final Desk desk = Desk.opened();

    @BeforeEach
    void connects() {
        desk.post.onThread(desk.post.dispatcher::streamConnected);
    }

    @AfterEach
    void closes() {
        desk.close();
    }

    @Test
    void X29_anOrderItKeepsToItselfForTenSecondsEndsTheConnection() {
        assertThat(Desk.trades(desk.decide("NVDA"))).isTrue();

        desk.post.pass(Duration.ofMillis(9_999));
        assertThat(desk.post.reconnects).hasValue(0);
        desk.post.pass(Duration.ofMillis(1));
        assertThat(desk.post.reconnects).hasValue(1);
        assertThat(silences()).hasSize(1);

        desk.post.pass(Duration.ofSeconds(30));
        assertThat(desk.post.reconnects).as("said once for each connection").hasValue(1);
    }

    @Test
    void X29_aStreamThatTellsIsLeftAloneAlsoByWhatRested() {
        String told = Desk.id(desk.decide("NVDA"));
        desk.post.onThread(() -> desk.post.dispatcher.updated(desk.exchange.fill(told, 1)));

        desk.post.pass(Duration.ofSeconds(30));

        assertThat(desk.post.reconnects).hasValue(0);
        assertThat(silences()).isEmpty();
    }

    @Test
    void X29_whatIsOlderThanTheConnectionIsNotExpectedOfIt() {
        desk.decide("NVDA");
        desk.post.onThread(desk.post.dispatcher::streamConnected);

        desk.post.pass(Duration.ofSeconds(30));

        assertThat(desk.post.reconnects).hasValue(0);
    }

    private List<String> silences() {
        return desk.journal.audits.stream()
                .filter(audit -> audit.startsWith("stream.silent"))
                .toList();
    }
}
