package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.broker.BrokerHttp;
import dev.opspipeline.sandbox.broker.FaultPlan;
import dev.opspipeline.sandbox.broker.JournalFile;
import dev.opspipeline.sandbox.broker.PaperBroker;
import dev.opspipeline.sandbox.broker.RequestBudget;
import dev.opspipeline.sandbox.broker.StreamCount;
import dev.opspipeline.sandbox.clock.SteppedMarket;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.OptionChainModel;
import dev.opspipeline.sandbox.market.Seed;
import dev.opspipeline.sandbox.market.TradingCalendar;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The market, and the paper broker that serves it. */
final class PaperWorld implements SteppedMarket, AutoCloseable {

    /** The two accounts everybody gets. */
    static final List<AccountSpec> ACCOUNTS = List.of(
            new AccountSpec("tiny", "SBX-KEY-TINY", "sandbox-secret-tiny", "SBX-TINY-0001", new BigDecimal("1804.00")),
            new AccountSpec(
                    "large", "SBX-KEY-LARGE", "sandbox-secret-large", "SBX-LARGE-0001", new BigDecimal("209000.00")));

    /** The broker's limit for an account, in market time. */
    private static final int REQUESTS_A_MINUTE = 200;

    private final MarketReplay market;
    private final PaperBroker broker;
    private final BrokerHttp http;
    private boolean closed;

    PaperWorld(MarketReplay market, TradingCalendar calendar, long seed, Path journal) {
        this.market = market;
        Seed drawn = new Seed(seed);
        broker = new PaperBroker(
                ACCOUNTS, market, new OptionChainModel(market, calendar, drawn), new JournalFile(journal), drawn);
        // own.
        http = BrokerHttp.start(
                broker,
                calendar,
                RequestBudget.strict(REQUESTS_A_MINUTE),
                RequestBudget.generous(REQUESTS_A_MINUTE),
                FaultPlan.none(),
                0);
    }

    @Override
    public void advanceTo(Instant instant) {
        http.advanceTo(instant);
    }

    @Override
    public Map<String, Long> framesSent(String instance) {
        Map<String, Long> frames = new HashMap<>();
        for (StreamCount count : http.streams()) {
            if (count.instance().equals(instance)) {
                frames.put(count.stream(), count.frames());
            }
        }
        return frames;
    }

    @Override
    public long changes() {
        return http.changes();
    }

    @Override
    public int requestsInFlight() {
        return http.requestsInFlight();
    }

    Instant now() {
        return broker.now();
    }

    MarketReplay market() {
        return market;
    }

    int port() {
        return http.port();
    }

    /** Stops serving and finishes the journal. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            http.close();
            broker.close();
        }
    }
}
