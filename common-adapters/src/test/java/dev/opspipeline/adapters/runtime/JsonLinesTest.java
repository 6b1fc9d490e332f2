package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {

    private static final String SECRET = "pk-Very-Secret-0815";

    private final LoggerContext context = new LoggerContext();

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("spring.application.name", "dispatcher")
            .withProperty("account.tier", "tiny")
            .withProperty("service.revision", "4f2c1aa")
            .withProperty("service.instance", "dispatcher-tiny-1")
            .withProperty("APCA_API_SECRET_KEY", SECRET);

    @Test
    void everyLineSaysWhoSpeaksAndWhatItIsAbout() {
        JsonNode line = line("dev.opspipeline.dispatcher.LimitsInForce", "Limits refused", Map.of("version", 7), null);

        assertThat(line.propertyNames())
                .containsExactly(
                        "time",
                        "level",
                        "service",
                        "tier",
                        "revision",
                        "instance",
                        "event",
                        "message",
                        "version",
                        "logger",
                        "thread");
        assertThat(line.path("event").asString()).isEqualTo("limits-refused");
        assertThat(line.path("service").asString()).isEqualTo("dispatcher");
        assertThat(line.path("tier").asString()).isEqualTo("tiny");
        assertThat(line.path("revision").asString()).isEqualTo("4f2c1aa");
        assertThat(line.path("version").asInt()).isEqualTo(7);
    }

    @Test
    void aStatementsOwnTierAndEventWin() {
        JsonNode line = line(
                "dev.opspipeline.dispatcher.LimitsInForce",
                "Alert",
                Map.of("tier", "large", "event", "config.refused"),
                null);

        assertThat(line.path("tier").asString()).isEqualTo("large");
        assertThat(line.path("event").asString()).isEqualTo("config.refused");
    }

    @Test
    void anAlertLoggedByItsNameKeepsIt() {
        assertThat(line("dev.opspipeline.dispatcher.AccountWatch", "gate.refuses_everything", Map.of(), null)
                        .path("event")
                        .asString())
                .isEqualTo("gate.refuses_everything");
    }

    @Test
    void aLibrarysChangingTextsAreNoEvents() {
        assertThat(line("org.apache.kafka.clients.NetworkClient", "Node 17 disconnected.", Map.of(), null)
                        .has("event"))
                .isFalse();
    }

    @Test
    void aServiceWithoutTierHasNone() {
        environment.setProperty("account.tier", "");

        assertThat(line("dev.opspipeline.signalengine.BarIntake", "Warmed up", Map.of(), null)
                        .has("tier"))
                .isFalse();
    }

    @Test
    void anErrorIsOneLineHoweverLongItsTraceIs() {
        JsonNode line = line("dev.opspipeline.X", "Event failed", Map.of(), endless(new IllegalStateException("why")));

        assertThat(line.path("error").asString())
                .contains("IllegalStateException: why")
                .hasSizeLessThanOrEqualTo(8000);
    }

    @Test
    void F62_noSecretIsLoggedWhoeverTries() {
        String text = text(
                "okhttp3.Http",
                "header APCA-API-SECRET-KEY: " + SECRET,
                Map.of("headers", SECRET),
                new IllegalStateException("bad key " + SECRET));

        assertThat(text).doesNotContain(SECRET).contains("***").endsWith("\n");
        assertThat(text.strip()).doesNotContain("\n");
    }

    private static Throwable endless(Throwable cause) {
        Throwable wrapped = cause;
        for (int i = 0; i < 300; i++) {
            wrapped = new IllegalStateException("wrapped " + i, wrapped);
        }
        IllegalStateException outer = new IllegalStateException("IllegalStateException: why", wrapped);
        return outer;
    }

    private JsonNode line(String logger, String message, Map<String, Object> data, @Nullable Throwable cause) {
        return JsonMapper.shared().readTree(text(logger, message, data, cause));
    }

    private String text(String logger, String message, Map<String, Object> data, @Nullable Throwable cause) {
        ThrowableProxyConverter traces = new ThrowableProxyConverter();
        traces.setContext(context);
        traces.start();
        LoggingEvent event =
                new LoggingEvent("here", context.getLogger(logger), Level.ERROR, message, cause, new Object[0]);
        event.setMDCPropertyMap(Map.of());
        data.forEach((key, value) -> event.addKeyValuePair(new KeyValuePair(key, value)));
        return new JsonLines(traces, environment).format(event);
    }
}
