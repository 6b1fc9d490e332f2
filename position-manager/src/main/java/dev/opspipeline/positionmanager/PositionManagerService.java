package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.alpaca.TradeUpdatesStream;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.positionmanager.kafka.RememberedPositions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the exits, with Kafka or without it, and keeps them going. */
final class PositionManagerService implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PositionManagerService.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FLUSH = Duration.ofSeconds(10);

    private final Tier tier;
    private final ServiceRuntime runtime;
    private final PositionManagerInlets inlets;
    private final KafkaConnection kafka;
    private final ExitLoop exits;
    private final TradeUpdatesStream tradeUpdates;
    private final TopicPublisher publisher;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private volatile boolean running;

    PositionManagerService(
            Tier tier,
            ServiceRuntime runtime,
            PositionManagerInlets inlets,
            KafkaConnection kafka,
            ExitLoop exits,
            TradeUpdatesStream tradeUpdates,
            TopicPublisher publisher) {
        this.tier = tier;
        this.runtime = runtime;
        this.inlets = inlets;
        this.kafka = kafka;
        this.exits = exits;
        this.tradeUpdates = tradeUpdates;
        this.publisher = publisher;
    }

    @Override
    public void start() {
        running = true;
        runtime.vitals()
                .require(
                        "exits",
                        () -> exits.isStarted()
                                ? Optional.empty()
                                : Optional.of("the broker has not said what is held"));
        runtime.start();
        List<PositionRecord> remembered = RememberedPositions.read(kafka, tier);
        tradeUpdates.start();
        inlets.lifecycle().post(() -> startExits(remembered));
        runtime.wallTimer().every(RETRY, () -> {
            if (!started.isDone()) {
                inlets.lifecycle().post(() -> startExits(remembered));
            }
        });
        started.join();
        runtime.clock().every(ExitLoop.PERIOD, exits::pass);
        runtime.wallTimer().every(HEARTBEAT, () -> inlets.lifecycle().post(exits::heartbeat));
        inlets.lifecycle().post(exits::heartbeat);
        runtime.keepStep(this::published, () -> System.exit(0));
        log.atInfo().addKeyValue("tier", tier).log("Position manager ready");
    }

    private void startExits(List<PositionRecord> remembered) {
        if (exits.start(remembered)) {
            started.complete(null);
        }
    }

    private Map<String, Long> published() {
        if (!publisher.flush(FLUSH)) {
            log.atWarn().addKeyValue("records", publisher.unfinished()).log("Kafka is slow to take records");
        }
        return publisher.written();
    }

    @Override
    public void stop() {
        running = false;
        tradeUpdates.close();
        publisher.close();
        runtime.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
