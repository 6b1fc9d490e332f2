package dev.opspipeline.dispatcher;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.dispatcher.kafka.KafkaJournal;
import dev.opspipeline.dispatcher.kafka.RecommendationIntake;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;
import java.time.Clock;

/** One process of the large account's dispatcher, as far as Kafka and the exchange can tell. */
final class Instance implements AutoCloseable {

    final TradingPost post;
    private final TopicPublisher publisher;
    private final RecommendationIntake intake;
    private final WallTimer timer = new WallTimer();
    private long frames;

    /** @param told what this instance says of its orders gets to Kafka before it dies */
    Instance(
            String name,
            Cluster cluster,
            HandMovedClock clock,
            FakeExchange exchange,
            Checkpoint.Observer checkpoints,
            boolean told) {
        KafkaConnection connection = cluster.connection(name);
        publisher = new TopicPublisher(connection);
        KafkaJournal journal = new KafkaJournal(TradingPost.TIER, publisher, clock::now);
        post = new TradingPost(name, clock, exchange, told ? journal : new Unheard(journal), checkpoints);
        intake = new RecommendationIntake(
                TradingPost.TIER,
                connection,
                post.dispatcher,
                post.inlets.recommendations(),
                post.inlets.lifecycle(),
                journal,
                Clock.systemUTC());
    }

    Instance started() {
        post.loop.onDeath(() -> Thread.ofVirtual().start(this::close));
        post.opened();
        intake.start(timer);
        return this;
    }

    void stream(TradeUpdate update) {
        post.inlets.tradeUpdates().post(++frames, () -> post.dispatcher.updated(update));
    }

    /** Its account thread stays where it is, and nobody starts its consumer again; what can be closed without them is. */
    void abandon() {
        timer.close();
        Thread.ofVirtual().start(intake::close);
    }

    @Override
    public void close() {
        timer.close();
        intake.close();
        post.close();
        publisher.close();
    }

    /** Loses what is said of orders, as a process does that dies with records in memory. */
    private record Unheard(Journal journal) implements Journal {

        @Override
        public void order(OrderRecord step) {
            // lost
        }

        @Override
        public void fill(EntryFill fill) {
            // lost
        }

        @Override
        public void limits(TierLimits limits, String document) {
            journal.limits(limits, document);
        }

        @Override
        public void control(Control control) {
            journal.control(control);
        }

        @Override
        public void audit(String event, String detail) {
            journal.audit(event, detail);
        }
    }
}
