package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuietRepetitionsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final QuietRepetitions filter = new QuietRepetitions("org.apache.kafka", Duration.ofMinutes(1), nanos::get);
    private final LoggerContext context = new LoggerContext();

    @Test
    void X65_aLibraryRepeatsItselfOnceAMinuteAtMost() {
        assertThat(said("org.apache.kafka.clients.NetworkClient", Level.WARN, "cannot connect"))
                .isEqualTo(FilterReply.NEUTRAL);
        nanos.set(Duration.ofSeconds(59).toNanos());
        assertThat(said("org.apache.kafka.clients.NetworkClient", Level.WARN, "cannot connect"))
                .isEqualTo(FilterReply.DENY);
        nanos.set(Duration.ofSeconds(60).toNanos());
        assertThat(said("org.apache.kafka.clients.NetworkClient", Level.WARN, "cannot connect"))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void somethingElseIsHeardAndOurOwnWordsAlways() {
        said("org.apache.kafka.clients.NetworkClient", Level.WARN, "cannot connect");
        said("dev.opspipeline.dispatcher.OrderClerk", Level.ERROR, "Order unknown");

        assertThat(said("org.apache.kafka.clients.NetworkClient", Level.WARN, "disconnected"))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(said("dev.opspipeline.dispatcher.OrderClerk", Level.ERROR, "Order unknown"))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void whatIsNotLoggedAnywayIsNotRemembered() {
        said("org.apache.kafka.clients.NetworkClient", Level.DEBUG, "cannot connect");

        assertThat(said("org.apache.kafka.clients.NetworkClient", Level.WARN, "cannot connect"))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply said(String logger, Level level, String text) {
        Logger found = context.getLogger(logger);
        return filter.decide(null, found, level, text, null, null);
    }
}
