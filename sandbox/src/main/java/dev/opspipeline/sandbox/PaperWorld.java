package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.broker.AccountState;
import dev.opspipeline.sandbox.broker.BrokerHttp;
import dev.opspipeline.sandbox.broker.FaultPlan;
import dev.opspipeline.sandbox.broker.HeldOption;
import dev.opspipeline.sandbox.broker.JournalFile;
import dev.opspipeline.sandbox.broker.PaperBroker;
import dev.opspipeline.sandbox.broker.PaperOrder;
import dev.opspipeline.sandbox.broker.RequestBudget;
import dev.opspipeline.sandbox.broker.StreamCount;
import dev.opspipeline.sandbox.clock.SteppedMarket;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.OptionChainModel;
import dev.opspipeline.sandbox.market.Seed;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.view.AccountFigures;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The market, and the paper broker that serves it. */
final class PaperWorld implements SteppedMarket, AutoCloseable {

    /** The broker's limit for an account, in market time. */
    private static final int REQUESTS_A_MINUTE = 200;

    private final MarketReplay market;
    private final PaperBroker broker;
    private final BrokerHttp http;
    private boolean finished;
    private boolean closed;

    /** Serves the accounts at this address and port; port 0 takes any that is free. */
    PaperWorld(
            List<AccountSpec> accounts,
            MarketReplay market,
            TradingCalendar calendar,
            long seed,
            Path journal,
            String host,
            int port) {
        this.market = market;
        Seed drawn = new Seed(seed);
        broker = new PaperBroker(
                accounts, market, new OptionChainModel(market, calendar, drawn), new JournalFile(journal), drawn);
        http = BrokerHttp.start(
                broker,
                calendar,
                RequestBudget.strict(REQUESTS_A_MINUTE),
                RequestBudget.generous(REQUESTS_A_MINUTE),
                FaultPlan.none(),
                host,
                port);
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

    /** Where an account stands: positions held and entries on their way, at their cost or their value where that is more. */
    AccountFigures figures(String tier) {
        AccountState state = broker.state(tier);
        BigDecimal exposure = BigDecimal.ZERO;
        Set<String> contracts = new HashSet<>();
        for (HeldOption held : broker.positions(tier)) {
            contracts.add(held.option().symbol());
            exposure = exposure.add(held.cost().max(held.marketValue()));
        }
        for (PaperOrder order : broker.orders(tier)) {
            BigDecimal limit = order.limit();
            if (order.isOpen() && order.side() == PaperOrder.Side.BUY && limit != null) {
                contracts.add(order.symbol());
                exposure = exposure.add(
                        limit.multiply(BigDecimal.valueOf((long) order.openQty() * ListedOption.MULTIPLIER)));
            }
        }
        return new AccountFigures(state.equity(), state.lastEquity(), contracts.size(), exposure);
    }

    /** Finishes the journal: what comes later is not part of the day. */
    void finishJournal() {
        if (!finished) {
            finished = true;
            broker.close();
        }
    }

    /** Stops serving and finishes the journal. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            http.close();
            finishJournal();
        }
    }
}
