package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignsOfLifeTest {

    private static final Instant ENDED = Instant.parse("2026-04-09T14:00:00.500Z");
    private static final Duration SHORT = Duration.ofMillis(50);

    private final SignsOfLife signs = new SignsOfLife();

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            topic,      instance,                millisAfter, heard
            heartbeats, position-manager-tiny-2, -1,          false
            heartbeats, position-manager-tiny-2, 0,           false
            heartbeats, position-manager-tiny-2, 1,           true
            heartbeats, position-manager-tiny-1, 1,           false
            audit,      position-manager-tiny-2, 1,           false
            """)
    void onlyWhatTheNewOneSaysAfterTheOldOneEndedCounts(String topic, String instance, long millisAfter, boolean heard)
            throws Exception {
        told(topic, "{\"instance\":\"%s\"}".formatted(instance), millisAfter);

        assertThat(signs.await(List.of("position-manager-tiny-2"), ENDED, SHORT))
                .isEqualTo(heard);
    }

    @Test
    void whatCannotBeReadIsNobodysSign() throws Exception {
        told("heartbeats", "rubbish", 1);
        told("heartbeats", null, 1);

        assertThat(signs.await(List.of("position-manager-tiny-2"), ENDED, SHORT))
                .isFalse();
    }

    @Test
    void aSignThatComesLaterIsWaitedFor() throws Exception {
        Thread later = Thread.ofVirtual().start(() -> told("heartbeats", "{\"instance\":\"b\"}", 1));

        assertThat(signs.await(List.of("a", "b"), ENDED, Duration.ofSeconds(30)))
                .isTrue();
        later.join();
    }

    private void told(String topic, @org.jspecify.annotations.Nullable String value, long millisAfter) {
        signs.topic(new ConsumerRecord<>(
                topic,
                0,
                0,
                ENDED.plusMillis(millisAfter).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                value,
                new RecordHeaders(),
                Optional.empty()));
    }
}
