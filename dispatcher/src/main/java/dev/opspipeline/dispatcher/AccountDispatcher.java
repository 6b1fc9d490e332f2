package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BookView;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Difference;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.StreamWatch;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.adapters.runtime.TraceStep;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.EntryCommand;
import dev.opspipeline.risk.EntryIntent;
import dev.opspipeline.risk.EntryOrders;
import dev.opspipeline.risk.LastHop;
import dev.opspipeline.risk.SessionLosses;
import dev.opspipeline.risk.TradingDesk;
import dev.opspipeline.risk.Verdict;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of one account: decides each recommendation once, and carries the decision to the broker at most once. Used by
 * one thread, which decides, commits and submits in this order and in no other.
 *
 * <p>Knows nothing that it could not learn again: {@link #recover} is how it starts, and how it starts again.
 */
public final class AccountDispatcher {

    private static final Logger log = LoggerFactory.getLogger(AccountDispatcher.class);

    /** An order that ended is remembered for so long (market time), in case the broker has a last word. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final AccountIdentity identity;
    private final AccountPorts ports;
    private final Journal journal;
    private final MarketClock clock;
    private final Inlet results;
    private final Checkpoint.Observer checkpoints;
    private final Controls controls;
    private final StopLosses stopLosses = new StopLosses();
    private final HeldDeltas deltas;
    private final LastHop lastHop = new LastHop();
    private final StreamWatch stream = new StreamWatch();
    private final EntryDesk desk;
    private final AccountWatch watch;
    private final Acting acting;
    private final Traces traces;

    private final Set<RecommendationId> decided = new LinkedHashSet<>();
    private final Map<RecommendationId, Recommendation> traded = new HashMap<>();
    private AccountBook book;
    private EntryOrders orders;
    private OrderClerk clerk;
    private AccountTruth truth;

    /**
     * @param acting is told when this instance begins to act, and when it ends
     * @param results where the broker's replies come back in as events
     */
    public AccountDispatcher(
            AccountIdentity identity,
            TradingDesk tradingDesk,
            AccountPorts ports,
            LimitsInForce limits,
            ExitManagerWatch exitManager,
            Journal journal,
            Acting acting,
            MarketClock clock,
            Clock wallClock,
            Inlet results,
            Checkpoint.Observer checkpoints,
            Traces traces,
            MeterRegistry meters) {
        this.identity = identity;
        this.ports = ports;
        this.journal = journal;
        this.acting = acting;
        this.clock = clock;
        this.results = results;
        this.checkpoints = checkpoints;
        this.traces = traces;
        this.controls = new Controls(identity.tier(), journal);
        this.deltas = new HeldDeltas(ports.options(), ports.prices());
        this.desk = new EntryDesk(
                identity, tradingDesk, ports, limits, exitManager, controls, stopLosses, deltas, lastHop, wallClock);
        this.watch = new AccountWatch(identity, controls, journal, new DispatcherMeters(meters, identity.tier()));
        this.book = new AccountBook(identity.tier());
        this.orders = new EntryOrders(book);
        this.clerk = clerk();
        this.truth = truth(SessionLosses.none(SessionCalendar.tradingDate(clock.now())));
    }

    private OrderClerk clerk() {
        OrderClerk.Checks checks = new OrderClerk.Checks() {
            @Override
            public Optional<String> objection() {
                return desk.objection(truth, clock.now());
            }

            @Override
            public Optional<Verdict> secondLook(ClientOrderId.Entry id, OrderRequest order) {
                return Optional.ofNullable(traded.get(id.recommendation()))
                        .flatMap(recommendation -> desk.secondLook(order, recommendation, view(), truth, clock.now()));
            }

            @Override
            public Optional<String> lastHop(ClientOrderId.Entry id, OrderRequest order) {
                Optional<String> broken = desk.lastHop(id, order, clock.now());
                broken.ifPresent(why -> watch.stop("last hop: " + why, clock.now()));
                return broken;
            }

            @Override
            public List<EntryCommand> reprice(EntryIntent first) {
                return AccountDispatcher.this.reprice(first);
            }

            @Override
            public void sent(ClientOrderId.Entry id) {
                Recommendation recommendation = traded.get(id.recommendation());
                if (recommendation != null) {
                    watch.sent(Duration.between(recommendation.createdAt(), clock.now()));
                }
            }

            @Override
            public void accepted(ClientOrderId.Entry id) {
                stream.accepted(id.value(), clock.now());
            }

            @Override
            public void rejected(String why) {
                watch.rejected(why, clock.now());
            }
        };
        return new OrderClerk(identity, orders, ports, journal, clock, results, checkpoints, traces, checks);
    }

    private AccountTruth truth(SessionLosses losses) {
        return new AccountTruth(ports.broker(), book, losses);
    }

    /**
     * Starts, or starts again: forgets everything, learns it from the broker and from what is on record, and follows up every
     * intent whose outcome is not.
     */
    public void recover(OnRecord onRecord) {
        Instant now = clock.now();
        clerk.dismiss();
        book = new AccountBook(identity.tier());
        orders = new EntryOrders(book);
        clerk = clerk();
        onRecord.controls().forEach(said -> controls.take(said.offset(), said.control(), false));
        stopLosses.known(onRecord.closedTrades());
        // A limit reached stays reached, whatever the equity says by now.
        truth = truth(LossesOnRecord.of(onRecord, controls, truth.losses()));
        decided.clear();
        traded.clear();
        acting.begins();
        List<EntryCommand> followUps = new ArrayList<>();
        for (DecisionRecord decision : onRecord.decisions()) {
            decided.add(decision.recommendationId());
            deltas.seen(decision.recommendation(), decision.decidedAt());
            if (decision.decision() instanceof Decision.Trade trade) {
                traded.put(decision.recommendationId(), decision.recommendation());
                EntryIntent intent = intent(decision, trade);
                if (onRecord.settled().contains(decision.clientOrderId())) {
                    orders.remember(intent);
                } else {
                    followUps.addAll(orders.recovered(intent, now));
                }
            }
        }
        refresh();
        clerk.execute(followUps);
        log.atInfo()
                .addKeyValue("tier", identity.tier())
                .addKeyValue("decisions", onRecord.decisions().size())
                .addKeyValue("unknown_orders", orders.unknown())
                .addKeyValue("book_known", truth.isRebuilt())
                .addKeyValue("state", controls.state())
                .log("Recovered");
    }

    /**
     * Decides recommendations, puts the decisions on record, and sends what is to be sent. A repeated one is not decided again.
     * What took a look at the option chain goes on record and out before the next is looked at, so that nothing gets old
     * behind a slow broker.
     *
     * @return false when the decisions may not be on record: recover before going on
     */
    public boolean handle(List<Recommendation> batch, DecisionLog decisionLog) {
        checkpoints.reached(Checkpoint.READ);
        int handled = 0;
        boolean onRecord;
        do {
            List<DecisionRecord> decisions = new ArrayList<>();
            handled = decide(batch, handled, decisions);
            checkpoints.reached(Checkpoint.DECIDED);
            onRecord = conclude(decisions, handled, decisionLog);
        } while (onRecord && handled < batch.size());
        return onRecord;
    }

    /** Decides from one place in the batch on, up to the first that needed the option chain; returns the next place. */
    private int decide(List<Recommendation> batch, int from, List<DecisionRecord> decisions) {
        Set<RecommendationId> now = new LinkedHashSet<>();
        for (int place = from; place < batch.size(); place++) {
            Recommendation recommendation = batch.get(place);
            if (!decided.contains(recommendation.id()) && now.add(recommendation.id())) {
                EntryDesk.Decided made = desk.decide(recommendation, view(), truth, clock.now());
                DecisionRecord decision = made.decision();
                decisions.add(decision);
                if (decision.decision() instanceof Decision.Trade trade) {
                    orders.decided(intent(decision, trade), clock.now());
                }
                if (made.chainRead()) {
                    return place + 1;
                }
            }
        }
        return batch.size();
    }

    private boolean conclude(List<DecisionRecord> decisions, int handled, DecisionLog decisionLog) {
        return switch (decisionLog.commit(decisions, handled, () -> checkpoints.reached(Checkpoint.WRITTEN))) {
            case COMMITTED -> {
                checkpoints.reached(Checkpoint.COMMITTED);
                Instant committed = clock.now();
                decisions.forEach(decision -> carryOut(decision, committed));
                yield true;
            }
            case NOT_COMMITTED -> {
                decisions.stream()
                        .filter(decision -> decision.decision() instanceof Decision.Trade)
                        .map(this::entryId)
                        .forEach(orders::notCommitted);
                yield false;
            }
            case UNKNOWN -> false;
        };
    }

    private void carryOut(DecisionRecord decision, Instant committed) {
        decided.add(decision.recommendationId());
        switch (decision.decision()) {
            case Decision.Trade trade -> {
                traded.put(decision.recommendationId(), decision.recommendation());
                clerk.execute(orders.committed(entryId(decision), clock.now()));
            }
            case Decision.NoTrade noTrade -> {}
        }
        // Told once the order is on its way.
        watch.decided(decision, desk.limits());
        traces.tell(TraceStep.decided(decision, committed));
    }

    private List<EntryCommand> reprice(EntryIntent first) {
        Recommendation recommendation = traded.get(first.id().recommendation());
        return recommendation == null
                ? List.of()
                : desk.reprice(first, recommendation, view(), truth, clock.now())
                        .map(trade -> orders.repriced(first, trade, clock.now()))
                        .orElse(List.of());
    }

    private EntryIntent intent(DecisionRecord decision, Decision.Trade trade) {
        return new EntryIntent(
                entryId(decision),
                trade,
                decision.account() == null ? Money.ZERO : decision.account().equity(),
                desk.lastMoment(decision.recommendation()));
    }

    private ClientOrderId.Entry entryId(DecisionRecord decision) {
        return new ClientOrderId.Entry(
                identity.tier(), decision.recommendation().strategy(), decision.recommendationId(), 1);
    }

    private BookView view() {
        return book.view(SessionCalendar.tradingDate(clock.now()));
    }

    /** The broker's stream told of an order, ours or anybody's. */
    public void updated(TradeUpdate update) {
        stream.heard(update.order().clientOrderId());
        var applied = book.apply(update);
        if (applied.execution().isPresent()) {
            checkpoints.reached(Checkpoint.FILLED);
        }
        applied.differences().forEach(difference -> watch.impossible(difference, clock.now()));
        clerk.execute(orders.updated(update, applied.execution().orElse(null), clock.now()));
    }

    /** Somebody said something on the controls topic. */
    public void control(long offset, Control control) {
        if (controls.take(offset, control, acting.now())) {
            if (control instanceof Control.ResetLatch reset) {
                truth.reset(reset.latch(), reset.at());
            }
            cancelResting();
        }
    }

    /** Somebody wrote something on the controls topic that cannot be taken: it changes nothing, and is said. */
    public void controlRefused(String why) {
        if (acting.now()) {
            journal.audit("control.refused", why);
        }
    }

    /** The position manager told of a closed trade. */
    public void closed(ClosedTrade trade) {
        stopLosses.closed(trade);
    }

    private void cancelResting() {
        if (acting.now() && controls.cancelsResting()) {
            clerk.execute(orders.halted(clock.now()));
        }
    }

    /** The stream was away and may have missed something: the broker's lists are read again. */
    public void streamConnected() {
        stream.connected();
        truth.rebuildAtNextRefresh();
        refresh();
    }

    /** The background reading of account, positions and orders. */
    public void refresh() {
        if (!acting.now()) {
            return;
        }
        Instant now = clock.now();
        SessionLosses before = truth.losses();
        AccountTruth.Reading reading = truth.refresh(now, desk.limits());
        watch.lost(before, truth.losses(), desk.limits(), now);
        for (Difference difference : reading.differences()) {
            watch.differs(difference);
        }
        if (reading.orders() != null) {
            stream.listed(reading.orders(), now);
            lastHop.rebuild(reading.orders());
            clerk.execute(orders.listed(reading.orders(), now));
            watch.compared(book, now);
        }
        deltas.refresh(view(), now);
        watch.looked(view(), truth.account(), desk, orders.unknown(), now);
        orders.forgetSettledBefore(now.minus(KEPT));
        if (stream.isSilent(clock.now())) {
            watch.streamSilent();
            ports.reconnect().run();
        }
    }

    /** Market time passed. */
    public void tick() {
        if (acting.now()) {
            cancelResting();
            clerk.execute(orders.tick(clock.now()));
        }
    }

    /** Another instance acts for the account now: this one asks the broker for nothing until it recovers. */
    public void standBy() {
        acting.ends();
        clerk.dismiss();
    }
}
