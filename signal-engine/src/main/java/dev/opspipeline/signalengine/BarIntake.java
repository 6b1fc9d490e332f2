package dev.opspipeline.signalengine;

import dev.opspipeline.account.Broker;
import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.BarHistory;
import dev.opspipeline.adapters.alpaca.BarStream;
import dev.opspipeline.adapters.alpaca.StreamInbox;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.signal.SignalEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings bars to the engine: warms it up from history, follows the stream, and closes the gap by history after each
 * connection. Waits for the calendar and the history at start, for without them there is nothing to say.
 */
final class BarIntake implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BarIntake.class);
    private static final int CALENDAR_DAYS_BACK = 14;
    private static final int CALENDAR_DAYS_AHEAD = 30;
    private static final Duration FLUSH = Duration.ofSeconds(10);

    private final ServiceRuntime runtime;
    private final Inlet lifecycle;
    private final Broker broker;
    private final BarHistory history;
    private final List<Ticker> universe;
    private final SignalJournal journal;
    private final TopicPublisher publisher;
    private final BarStream stream;
    private final CountDownLatch warm = new CountDownLatch(1);
    private @Nullable BarDesk desk;
    private @Nullable SessionCalendar calendar;

    BarIntake(
            ServiceRuntime runtime,
            SignalEngineConfiguration.Inlets inlets,
            AlpacaConnection alpaca,
            Broker broker,
            BarHistory history,
            List<Ticker> universe,
            SignalJournal journal,
            TopicPublisher publisher) {
        this.runtime = runtime;
        this.lifecycle = inlets.lifecycle();
        this.broker = broker;
        this.history = history;
        this.universe = universe;
        this.journal = journal;
        this.publisher = publisher;
        this.stream = new BarStream(
                alpaca,
                universe,
                this::live,
                this::live,
                StreamInbox.of((handling, number) -> inlets.bars().post(number, handling), () -> {
                    inlets.bars().attach(0);
                    lifecycle.post(this::catchUp);
                }));
    }

    void start() {
        runtime.start();
        runtime.wallTimer().every(Duration.ofSeconds(1), () -> lifecycle.post(this::catchUpIfCold));
        stream.start();
        awaitWarm();
        runtime.keepStep(this::published, () -> System.exit(0));
        log.atInfo().addKeyValue("tickers", universe.size()).log("Signal engine ready");
    }

    private void awaitWarm() {
        try {
            warm.await();
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

    private void live(Bar bar) {
        // Bars come only over a connection, and the first of those has warmed the desk up or will.
        if (desk != null) {
            desk.live(bar);
        }
    }

    private void catchUpIfCold() {
        if (warm.getCount() > 0 && stream.isConnected()) {
            catchUp();
        }
    }

    /** Reads what the stream did not bring: everything since yesterday's open at first, later what a pause left out. */
    private void catchUp() {
        Instant now = runtime.clock().now();
        LocalDate today = SessionCalendar.tradingDate(now);
        if (calendar == null) {
            switch (broker.sessions(today.minusDays(CALENDAR_DAYS_BACK), today.plusDays(CALENDAR_DAYS_AHEAD))) {
                case Reply.Answer<List<Session>>(List<Session> sessions) -> calendar = new SessionCalendar(sessions);
                case Reply.Refused<List<Session>> refused -> complain("calendar", refused.message());
                case Reply.Unavailable<List<Session>>(String why) -> complain("calendar", why);
            }
        }
        if (calendar != null) {
            SessionCalendar known = calendar;
            Instant from =
                    known.onOrBefore(today.minusDays(1)).map(Session::open).orElse(now.minus(Duration.ofDays(1)));
            switch (history.bars(universe, from, now)) {
                case Reply.Answer<List<Bar>>(List<Bar> bars) -> warmUp(known, bars, now);
                case Reply.Refused<List<Bar>> refused -> complain("bars", refused.message());
                case Reply.Unavailable<List<Bar>>(String why) -> complain("bars", why);
            }
        }
    }

    private void warmUp(SessionCalendar known, List<Bar> bars, Instant now) {
        if (desk == null) {
            desk = new BarDesk(new SignalEngine(known), journal);
        }
        // The minute that is still running is not a bar yet.
        Objects.requireNonNull(desk)
                .past(bars.stream().filter(bar -> !bar.end().isAfter(now)).toList(), now);
        warm.countDown();
        log.atInfo().addKeyValue("bars", bars.size()).addKeyValue("until", now).log("Warmed up");
    }

    private static void complain(String what, String why) {
        log.atWarn().addKeyValue("what", what).addKeyValue("why", why).log("Warm-up waits for the broker");
    }

    @Override
    public void close() {
        stream.close();
        runtime.close();
    }
}
