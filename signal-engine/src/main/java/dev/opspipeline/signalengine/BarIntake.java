package dev.opspipeline.signalengine;

import dev.opspipeline.account.Broker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.BarHistory;
import dev.opspipeline.adapters.alpaca.BarStream;
import dev.opspipeline.adapters.alpaca.StreamInbox;
import dev.opspipeline.adapters.alpaca.StreamRefusal;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the market watch on the service's thread, with the broker's stream and history. Waits at start until something is
 * watched and its past is known, for before that there is nothing to say.
 */
final class BarIntake implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BarIntake.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CALENDAR_PERIOD = Duration.ofMinutes(30);
    private static final Duration FLUSH = Duration.ofSeconds(10);

    private final ServiceRuntime runtime;
    private final Inlet lifecycle;
    private final TopicPublisher publisher;
    private final TickerSource tickers;
    private final BarStream stream;
    private final MarketWatch watch;
    private final CountDownLatch ready = new CountDownLatch(1);

    /** Begins to offer tickers, and goes on for as long as the service runs. */
    @FunctionalInterface
    interface TickerSource {
        void start(OfferedTickers tickers);
    }

    BarIntake(
            ServiceRuntime runtime,
            SignalEngineConfiguration.Inlets inlets,
            AlpacaConnection alpaca,
            Broker broker,
            TickerSource tickers,
            Function<SessionCalendar, BarDesk> desks,
            SignalJournal journal,
            TopicPublisher publisher) {
        this.runtime = runtime;
        this.lifecycle = inlets.lifecycle();
        this.tickers = tickers;
        this.publisher = publisher;
        this.stream = new BarStream(
                alpaca,
                List.of(),
                bar -> watch().live(bar),
                bar -> watch().live(bar),
                StreamInbox.of((handling, number) -> inlets.bars().post(number, handling), () -> {
                    inlets.bars().attach(0);
                    lifecycle.post(() -> watch().missedSomething());
                    lifecycle.post(this::retry);
                }));
        this.watch = new MarketWatch(
                broker::sessions,
                new BarHistory(alpaca)::bars,
                new StreamFeed(stream),
                desks,
                journal,
                runtime.clock()::now);
    }

    private MarketWatch watch() {
        return watch;
    }

    BarAges ages() {
        return watch.ages();
    }

    void start() {
        runtime.vitals().require("bars", watch::missing);
        runtime.start();
        runtime.wallTimer().every(RETRY, () -> lifecycle.post(this::retry));
        runtime.clock().every(CALENDAR_PERIOD, watch::refreshCalendar);
        runtime.clock().every(Bar.POLLED_EVERY, watch::look);
        tickers.start(watch);
        awaitReady();
        runtime.keepStep(this::published, () -> System.exit(0));
        log.atInfo().log("Signal engine ready");
    }

    private void retry() {
        watch.retry();
        if (watch.isReady() && (stream.isConnected() || stream.refusal().isPresent())) {
            ready.countDown();
        }
    }

    private void awaitReady() {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while warming up", e);
        }
    }

    private Map<String, Long> published() {
        if (!publisher.flush(FLUSH)) {
            log.atWarn().addKeyValue("records", publisher.unfinished()).log("Kafka is slow to take signals");
        }
        return publisher.written();
    }

    @Override
    public void close() {
        stream.close();
        runtime.close();
    }

    /** The broker's stream, connected from the first tickers on. */
    private static final class StreamFeed implements BarFeed {

        private final BarStream stream;
        private boolean started;

        StreamFeed(BarStream stream) {
            this.stream = stream;
        }

        @Override
        public void follow(List<Ticker> tickers) {
            stream.follow(tickers);
            if (!started) {
                started = true;
                stream.start();
            }
        }

        @Override
        public boolean isConnected() {
            return stream.isConnected();
        }

        @Override
        public Optional<String> refusal() {
            return stream.refusal().map(StreamRefusal::explained);
        }

        @Override
        public void reconnect(String why) {
            stream.reconnect(why);
        }
    }
}
