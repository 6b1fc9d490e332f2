package dev.opspipeline.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.opspipeline.adapters.kafka.TopicFollower.Start;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KafkaAwayTest {

    private static final Duration LONGER_THAN_A_CALL = KafkaConnection.CALL_TIMEOUT.plusSeconds(1);

    @TempDir
    private Path directory;

    @Test
    void X50_whatIsPublishedWhileKafkaIsAwayGoesOutInOrderOnceItIsBack() throws Exception {
        BlockingQueue<String> followed = new LinkedBlockingQueue<>();
        try (LocalKafka kafka = new LocalKafka(directory);
                TopicPublisher publisher = new TopicPublisher(kafka.connection());
                TopicFollower follower =
                        TopicFollower.start(kafka.connection(), "orders", new Start.Beginning(), listener(followed))) {
            publish(publisher, 0, 5);
            assertThat(publisher.flush(LONGER_THAN_A_CALL)).isFalse();
            assertThat(publisher.unfinished()).isEqualTo(5);
            assertThat(publisher.written()).isEmpty();

            kafka.start();
            kafka.topic("orders");
            assertThat(publisher.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(take(followed, 5)).isEqualTo(numbers(0, 5));

            kafka.stop();
            publish(publisher, 5, 10);
            assertThat(publisher.flush(Duration.ofMillis(500))).isFalse();
            kafka.start();
            publish(publisher, 10, 15);
            assertThat(publisher.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(publisher.written()).containsEntry("orders", 14L);
            assertThat(take(followed, 10)).isEqualTo(numbers(5, 15));
            assertThat(follower.caughtUp()).isDone();
        }
    }

    @Test
    void X50_aPublisherStartsAndStopsThoughNobodyKnowsKafkasAddress() {
        TopicPublisher publisher =
                new TopicPublisher(new KafkaConnection("kafka.invalid:9092", "nameless", java.util.Map.of()));
        publish(publisher, 0, 2);
        assertThat(publisher.unfinished()).isEqualTo(2);
        publisher.close();
    }

    @Test
    void X50_whileKafkaIsAwayEveryQuestionAndEveryStopEndsWithinSeconds() throws Exception {
        try (LocalKafka kafka = new LocalKafka(directory)) {
            KafkaConnection connection = kafka.connection();
            BlockingQueue<String> followed = new LinkedBlockingQueue<>();
            TopicFollower follower =
                    TopicFollower.start(connection, "orders", new Start.Beginning(), listener(followed));
            TopicPublisher publisher = new TopicPublisher(connection);
            publish(publisher, 0, 3);
            CompletableFuture<Void> stops = CompletableFuture.allOf(
                    CompletableFuture.runAsync(publisher::close), CompletableFuture.runAsync(follower::close));
            CompletableFuture<Throwable> opens =
                    failure(() -> new TransactionalWriter(connection, "dispatcher-tiny").close());
            CompletableFuture<Throwable> reads =
                    failure(() -> TopicFollower.readAll(connection, "decisions", new Start.Beginning()));

            assertThat(opens.get(10, TimeUnit.SECONDS)).isInstanceOf(KafkaException.class);
            assertThat(reads.get(10, TimeUnit.SECONDS)).isInstanceOf(KafkaException.class);
            stops.get(10, TimeUnit.SECONDS);
            assertThat(publisher.written()).isEmpty();
            assertThat(followed).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("topic-publisher", "follow-orders");
        }
    }

    /** What the action ends with, in a thread of its own. */
    private static CompletableFuture<Throwable> failure(ThrowingCallable action) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> failure.complete(catchThrowable(action)));
        return failure;
    }

    private static void publish(TopicPublisher publisher, int from, int until) {
        numbers(from, until).forEach(number -> publisher.publish(new OutgoingRecord("orders", "key", number)));
    }

    private static List<String> numbers(int from, int until) {
        return IntStream.range(from, until).mapToObj(i -> "order " + i).toList();
    }

    private static List<String> take(BlockingQueue<String> followed, int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(String.valueOf(followed.poll(30, TimeUnit.SECONDS)));
        }
        return taken;
    }

    private static TopicFollower.Listener listener(BlockingQueue<String> followed) {
        return new TopicFollower.Listener() {
            @Override
            public void positioned(long lastSkippedOffset) {
                // the topic is read from its beginning
            }

            @Override
            public void read(ConsumerRecord<String, byte[]> found) {
                followed.add(new String(found.value(), StandardCharsets.UTF_8));
            }
        };
    }
}
