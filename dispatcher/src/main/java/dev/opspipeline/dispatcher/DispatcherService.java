package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.alpaca.TradeUpdatesStream;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.dispatcher.kafka.RecommendationIntake;
import dev.opspipeline.dispatcher.kafka.TopicWatch;
import dev.opspipeline.dispatcher.ssm.SsmLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the dispatcher's parts in the order in which they need each other, and stops them in the opposite one. */
final class DispatcherService implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DispatcherService.class);
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration FLUSH = Duration.ofSeconds(10);
    /** An order that is not answered when we stop is waited for as long as the broker is waited for at most. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(10);

    private final ServiceRuntime runtime;
    private final AccountDispatcher dispatcher;
    private final SsmLimits limits;
    private final StartUpReport report;
    private final TopicWatch watch;
    private final TradeUpdatesStream tradeUpdates;
    private final RecommendationIntake intake;
    private final TopicPublisher publisher;
    private volatile boolean running;

    DispatcherService(
            ServiceRuntime runtime,
            AccountDispatcher dispatcher,
            SsmLimits limits,
            StartUpReport report,
            TopicWatch watch,
            TradeUpdatesStream tradeUpdates,
            RecommendationIntake intake,
            TopicPublisher publisher) {
        this.runtime = runtime;
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.report = report;
        this.watch = watch;
        this.tradeUpdates = tradeUpdates;
        this.intake = intake;
        this.publisher = publisher;
    }

    @Override
    public void start() {
        runtime.start();
        watch.start();
        limits.start(runtime.wallTimer());
        report.start(runtime.wallTimer());
        tradeUpdates.start();
        intake.start(runtime.wallTimer());
        runtime.clock().every(REFRESH, dispatcher::refresh);
        runtime.clock().every(TICK, dispatcher::tick);
        running = true;
        runtime.keepStep(this::published, () -> System.exit(0));
        log.atInfo().log("Dispatcher ready");
    }

    private Map<String, Long> published() {
        if (!publisher.flush(FLUSH)) {
            log.atWarn().addKeyValue("records", publisher.unfinished()).log("Kafka is slow to take records");
        }
        Map<String, Long> written = new HashMap<>(publisher.written());
        written.putAll(intake.written());
        return written;
    }

    @Override
    public void stop() {
        running = false;
        intake.close();
        if (!runtime.settle(LAST_ANSWER)) {
            log.atWarn().log("Stopping without the broker's answer");
        }
        tradeUpdates.close();
        watch.close();
        runtime.close();
        // Last, for whoever says something says it through this.
        publisher.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
