package dev.opspipeline.sandbox.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of the system as an operator would make them: one partition each, kept for as long as they are needed. */
public final class TopicPlan {

    private static final long DAY_MS = 24L * 60 * 60 * 1000;
    private static final short ONE = 1;

    private TopicPlan() {}

    /** All topics, dead letters included. */
    public static List<NewTopic> topics(Collection<String> tiers) {
        List<NewTopic> topics = new ArrayList<>();
        topics.add(kept("recommendations", 7));
        topics.add(kept("holds", 3));
        topics.add(compacted("heartbeats"));
        topics.add(compacted("controls"));
        topics.add(kept("audit", 90));
        for (String tier : tiers) {
            topics.add(kept("decisions." + tier, 30));
            topics.add(kept("orders." + tier, 30));
            topics.add(kept("fills." + tier, 30));
            topics.add(compacted("positions." + tier));
            topics.add(kept("closed-trades." + tier, 30));
            topics.add(compacted("limits." + tier));
        }
        List<NewTopic> deadLetters =
                topics.stream().map(topic -> kept(topic.name() + ".dlt", 30)).toList();
        topics.addAll(deadLetters);
        return topics;
    }

    private static NewTopic kept(String name, int days) {
        return new NewTopic(name, 1, ONE)
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(days * DAY_MS)));
    }

    private static NewTopic compacted(String name) {
        return new NewTopic(name, 1, ONE)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /** Makes the topics; throws {@link IllegalStateException} when Kafka refuses. */
    public static void create(String bootstrapServers, Collection<NewTopic> topics) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not make the topics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making the topics", e);
        }
    }
}
