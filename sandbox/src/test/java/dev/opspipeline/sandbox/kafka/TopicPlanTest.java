package dev.opspipeline.sandbox.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static final Pattern CREATED =
            Pattern.compile("--topic (\\S+) --partitions 1 --replication-factor 3 --config ([a-z.]+)=(\\S+)");

    /** What an operator's Kafka gets is what days are played with. */
    @Test
    void theDeploymentsScriptMakesTheSameTopicsWithTheSameSettings() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        "bash",
                        "../deploy/create_topics.sh",
                        "--bootstrap-servers",
                        "kafka:9092",
                        "--tiers",
                        "tiny,large",
                        "--dry-run")
                .redirectErrorStream(true)
                .start();
        String said = new String(script.getInputStream().readAllBytes(), UTF_8);

        assertThat(script.waitFor()).as(said).isZero();
        assertThat(CREATED.matcher(said).results().map(TopicPlanTest::topic))
                .containsExactlyInAnyOrderElementsOf(TopicPlan.topics(List.of("tiny", "large")).stream()
                        .map(topic -> topic.name() + " " + topic.configs())
                        .toList());
    }

    private static String topic(MatchResult created) {
        return created.group(1) + " " + Map.of(created.group(2), created.group(3));
    }
}
