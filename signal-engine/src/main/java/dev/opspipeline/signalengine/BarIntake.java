package dev.opspipeline.signalengine;

import static java.util.Objects.requireNonNull;

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
import java.util.Optional;
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
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CALENDAR_PERIOD = Duration.ofMinutes(30);
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
    private @Nullable LocalDate calendarOf;
    private boolean behind = true;

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
                    lifecycle.post(this::connected);
                }));
    }

    void start() {
        runtime.vitals()
                .require(
                        "bars",
                        () -> behind ? Optional.of("bars are still to be read from history") : Optional.empty());
        runtime.start();
        runtime.wallTimer().every(RETRY, () -> lifecycle.post(this::catchUpIfBehind));
        runtime.clock().every(CALENDAR_PERIOD, this::refreshCalendar);
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
        // A bar that comes before the gap behind it is closed would keep it open: history brings it again.
        if (desk != null && !behind) {
            desk.live(bar);
        }
    }

    private void connected() {
        behind = true;
        catchUp();
    }

    private void catchUpIfBehind() {
        if (behind && stream.isConnected()) {
            catchUp();
        }
    }

    /** Reads what the stream did not bring: everything since yesterday's open at first, later what a pause left out. */
    private void catchUp() {
        Instant now = runtime.clock().now();
        refreshCalendar();
        if (calendar != null) {
            SessionCalendar known = calendar;
            Instant from = known.onOrBefore(SessionCalendar.tradingDate(now).minusDays(1))
                    .map(Session::open)
                    .orElse(now.minus(Duration.ofDays(1)));
            switch (history.bars(universe, from, now)) {
                case Reply.Answer<List<Bar>>(List<Bar> bars) -> caughtUp(known, bars, now);
                case Reply.Refused<List<Bar>> refused -> complain("bars", refused.message());
                case Reply.Unavailable<List<Bar>>(String why) -> complain("bars", why);
            }
        }
    }

    /** Once a trading date: a calendar read weeks ago would let the engine fall silent when it runs out. */
    private void refreshCalendar() {
        LocalDate today = SessionCalendar.tradingDate(runtime.clock().now());
        if (today.equals(calendarOf)) {
            return;
        }
        switch (broker.sessions(today.minusDays(CALENDAR_DAYS_BACK), today.plusDays(CALENDAR_DAYS_AHEAD))) {
            case Reply.Answer<List<Session>>(List<Session> sessions) -> {
                calendar = new SessionCalendar(sessions);
                calendarOf = today;
                if (desk != null) {
                    desk.follow(calendar);
                }
            }
            case Reply.Refused<List<Session>> refused -> complain("calendar", refused.message());
            case Reply.Unavailable<List<Session>>(String why) -> complain("calendar", why);
        }
    }

    private void caughtUp(SessionCalendar known, List<Bar> bars, Instant now) {
        if (desk == null) {
            desk = new BarDesk(new SignalEngine(known), journal);
        }
        // The minute that is still running is not a bar yet.
        requireNonNull(desk)
                .past(bars.stream().filter(bar -> !bar.end().isAfter(now)).toList(), now);
        behind = false;
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
