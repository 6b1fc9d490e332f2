package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.alpaca.OptionQuoteStream;
import dev.opspipeline.adapters.alpaca.TradeUpdatesStream;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.positionmanager.kafka.ControlsFollower;
import dev.opspipeline.positionmanager.kafka.PartitionWatch;
import dev.opspipeline.positionmanager.kafka.TopicMemory;
import dev.opspipeline.positionmanager.ssm.SsmExits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the exits, with Kafka or without it, and keeps them going. */
final class PositionManagerService implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PositionManagerService.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FLUSH = Duration.ofSeconds(10);

    /** Exits don't wait for Kafka longer than this at the start; what it remembers is put in place when it comes. */
    private static final Duration MEMORY = Duration.ofSeconds(5);

    private final Tier tier;
    private final ServiceRuntime runtime;
    private final PositionManagerInlets inlets;
    private final ExitLoop exits;
    private final Duty duty;
    private final Edges edges;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private volatile boolean running;

    /**
     * Everything that comes in and goes out, to be started and stopped.
     *
     * @param optionQuotes null where quotes are only polled
     */
    record Edges(
            TradeUpdatesStream tradeUpdates,
            @Nullable OptionQuoteStream optionQuotes,
            TopicPublisher publisher,
            TopicMemory memory,
            PartitionWatch partition,
            ControlsFollower controls,
            SsmExits parameters) {}

    PositionManagerService(
            Tier tier, ServiceRuntime runtime, PositionManagerInlets inlets, ExitLoop exits, Duty duty, Edges edges) {
        this.tier = tier;
        this.runtime = runtime;
        this.inlets = inlets;
        this.exits = exits;
        this.duty = duty;
        this.edges = edges;
    }

    @Override
    public void start() {
        running = true;
        runtime.vitals()
                .require(
                        "exits",
                        () -> started.isDone()
                                ? Optional.empty()
                                : Optional.of("the broker has not said what is held"));
        runtime.start();
        edges.memory().start(() -> inlets.lifecycle().post(() -> exits.remembered(edges.memory())));
        edges.parameters().read();
        edges.tradeUpdates().start();
        awaitMemory();
        inlets.lifecycle().post(this::startExits);
        runtime.wallTimer().every(RETRY, () -> inlets.lifecycle().post(this::startExits));
        started.join();
        if (edges.optionQuotes() != null) {
            edges.optionQuotes().start();
        }
        runtime.clock().every(ExitLoop.PERIOD, this::pass);
        runtime.wallTimer().every(HEARTBEAT, () -> inlets.lifecycle().post(exits::heartbeat));
        inlets.lifecycle().post(exits::heartbeat);
        edges.parameters().start(runtime.wallTimer());
        edges.partition().start();
        edges.controls().start();
        runtime.keepStep(this::published, () -> System.exit(0));
        log.atInfo().addKeyValue("tier", tier).log("Position manager ready");
    }

    private void pass() {
        exits.pass();
        if (edges.optionQuotes() != null) {
            edges.optionQuotes().follow(exits.contractsToQuote());
        }
    }

    private void awaitMemory() {
        try {
            if (!edges.memory().awaitComplete(MEMORY)) {
                log.atError().addKeyValue("tier", tier).log("Plans out of reach, rebuilding from the broker");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startExits() {
        if (duty.takeUp()) {
            started.complete(null);
        }
    }

    private Map<String, Long> published() {
        if (!edges.publisher().flush(FLUSH)) {
            log.atWarn().addKeyValue("records", edges.publisher().unfinished()).log("Kafka is slow to take records");
        }
        return edges.publisher().written();
    }

    @Override
    public void stop() {
        running = false;
        edges.partition().close();
        // From here on another one tells of this account: what an order still out brings is for it to find.
        edges.publisher().close();
        edges.controls().close();
        edges.tradeUpdates().close();
        if (edges.optionQuotes() != null) {
            edges.optionQuotes().close();
        }
        edges.memory().close();
        runtime.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
