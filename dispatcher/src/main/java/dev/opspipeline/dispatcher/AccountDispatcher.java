package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Difference;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.DailyLossLatch;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.EntryCommand;
import dev.opspipeline.risk.EntryIntent;
import dev.opspipeline.risk.EntryOrders;
import dev.opspipeline.risk.Proposal;
import dev.opspipeline.risk.RefusalCode;
import dev.opspipeline.risk.Screening;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TierTable;
import dev.opspipeline.risk.TradingDesk;
import dev.opspipeline.risk.TradingState;
import dev.opspipeline.risk.Verdict;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
    private final TradingDesk desk;
    private final Broker broker;
    private final OptionMarket options;
    private final LimitsInForce limits;
    private final ExitManagerWatch exitManager;
    private final Journal journal;
    private final MarketClock clock;
    private final Clock wallClock;
    private final Inlet results;
    private final Checkpoint.Observer checkpoints;

    private final Set<RecommendationId> decided = new LinkedHashSet<>();
    private AccountBook book;
    private EntryOrders orders;
    private OrderClerk clerk;
    private AccountTruth truth;
    private boolean active;

    /** @param results where the broker's replies come back in as events */
    public AccountDispatcher(
            AccountIdentity identity,
            TradingDesk desk,
            Broker broker,
            OptionMarket options,
            LimitsInForce limits,
            ExitManagerWatch exitManager,
            Journal journal,
            MarketClock clock,
            Clock wallClock,
            Inlet results,
            Checkpoint.Observer checkpoints) {
        this.identity = identity;
        this.desk = desk;
        this.broker = broker;
        this.options = options;
        this.limits = limits;
        this.exitManager = exitManager;
        this.journal = journal;
        this.clock = clock;
        this.wallClock = wallClock;
        this.results = results;
        this.checkpoints = checkpoints;
        this.book = new AccountBook(identity.tier());
        this.orders = new EntryOrders(book);
        this.clerk = clerk();
        this.truth = new AccountTruth(broker, book, DailyLossLatch.open(SessionCalendar.tradingDate(clock.now())));
    }

    private OrderClerk clerk() {
        return new OrderClerk(identity, orders, broker, journal, clock, results, checkpoints, this::objectionToSending);
    }

    /**
     * Starts, or starts again: forgets everything, learns it from the broker and from what is on record, and follows up every
     * intent whose outcome is not.
     *
     * @param decisions the decisions on record that may still matter, oldest first
     * @param settled ids of the entry orders whose end is on record
     */
    public void recover(List<DecisionRecord> decisions, Set<String> settled) {
        Instant now = clock.now();
        clerk.dismiss();
        book = new AccountBook(identity.tier());
        orders = new EntryOrders(book);
        clerk = clerk();
        // A loss limit reached stays reached, whatever the equity says by now.
        truth = new AccountTruth(broker, book, truth.dailyLoss());
        decided.clear();
        for (DecisionRecord decision : decisions) {
            decided.add(decision.recommendationId());
            if (namesDailyLoss(decision)) {
                truth.latchDailyLoss(SessionCalendar.tradingDate(decision.decidedAt()));
            }
        }
        active = true;
        List<EntryCommand> followUps = new ArrayList<>();
        for (DecisionRecord decision : decisions) {
            if (decision.decision() instanceof Decision.Trade trade && !settled.contains(decision.clientOrderId())) {
                followUps.addAll(orders.recovered(intent(decision, trade), now));
            }
        }
        refresh();
        clerk.execute(followUps);
        log.atInfo()
                .addKeyValue("tier", identity.tier())
                .addKeyValue("decisions", decisions.size())
                .addKeyValue("unknown_orders", orders.unknown())
                .addKeyValue("book_known", truth.isRebuilt())
                .log("Recovered");
    }

    private static boolean namesDailyLoss(DecisionRecord decision) {
        return decision.verdicts().stream()
                .anyMatch(verdict ->
                        verdict.code() == RefusalCode.DAILY_LOSS && verdict.outcome() == Verdict.Outcome.REFUSED);
    }

    /**
     * Decides recommendations, puts the decisions on record, and sends what is to be sent. A repeated one is not decided again.
     *
     * @return false when the decisions may not be on record: recover before going on
     */
    public boolean handle(List<Recommendation> batch, DecisionLog decisionLog) {
        checkpoints.reached(Checkpoint.READ);
        List<DecisionRecord> decisions = new ArrayList<>();
        Set<RecommendationId> inBatch = new HashSet<>();
        for (Recommendation recommendation : batch) {
            if (!decided.contains(recommendation.id()) && inBatch.add(recommendation.id())) {
                decisions.add(decide(recommendation));
            }
        }
        checkpoints.reached(Checkpoint.DECIDED);
        return switch (decisionLog.commit(decisions, () -> checkpoints.reached(Checkpoint.WRITTEN))) {
            case COMMITTED -> {
                checkpoints.reached(Checkpoint.COMMITTED);
                decided.addAll(inBatch);
                decisions.forEach(this::carryOut);
                yield true;
            }
            case NOT_COMMITTED -> {
                entryIds(decisions).forEach(orders::notCommitted);
                yield false;
            }
            case UNKNOWN -> false;
        };
    }

    private DecisionRecord decide(Recommendation recommendation) {
        Instant now = clock.now();
        Screening screening = desk.screen(proposal(recommendation, now));
        DecisionRecord decision = screening
                .chainQuery()
                .map(query -> desk.decide(screening, options.chain(query)))
                .orElseGet(() -> desk.refuse(screening));
        if (decision.decision() instanceof Decision.Trade trade) {
            orders.decided(intent(decision, trade), now);
        }
        return decision;
    }

    private Proposal proposal(Recommendation recommendation, Instant now) {
        Instant wallNow = wallClock.instant();
        return new Proposal(
                identity.tier(),
                recommendation,
                truth.account(),
                identity.accountNumber(),
                identity.paper(),
                book.view(SessionCalendar.tradingDate(now)),
                limits.at(wallNow),
                limits.killSwitch(wallNow),
                exitManager.silence(wallNow),
                truth.dailyLoss(),
                truth.calendar(),
                now);
    }

    private EntryIntent intent(DecisionRecord decision, Decision.Trade trade) {
        return new EntryIntent(
                entryId(decision),
                trade,
                decision.account() == null ? Money.ZERO : decision.account().equity(),
                lastMoment(decision.recommendation()));
    }

    /** An order may go out no later than its signal may be decided on: neither expired, nor on a bar too old. */
    private Instant lastMoment(Recommendation recommendation) {
        TierLimits inForce = limits.at(wallClock.instant());
        Duration maxBarAge = (inForce == null ? TierTable.limits(identity.tier()) : inForce).maxBarAge();
        Instant barTooOld = recommendation.barTime().plus(Bar.LENGTH).plus(maxBarAge);
        return barTooOld.isBefore(recommendation.expiresAt()) ? barTooOld : recommendation.expiresAt();
    }

    /** State and limits once more, for a decision may have waited: behind a slow broker, or for its order to be found. */
    private Optional<String> objectionToSending() {
        Instant wallNow = wallClock.instant();
        if (limits.killSwitch(wallNow) != TradingState.ACTIVE) {
            return Optional.of("trading is stopped");
        }
        if (limits.at(wallNow) == null) {
            return Optional.of("no limits are in force");
        }
        DailyLossLatch loss = truth.dailyLoss();
        return loss.latched() && loss.date().equals(SessionCalendar.tradingDate(clock.now()))
                ? Optional.of("the daily loss limit is reached")
                : Optional.empty();
    }

    private ClientOrderId.Entry entryId(DecisionRecord decision) {
        return new ClientOrderId.Entry(
                identity.tier(), decision.recommendation().strategy(), decision.recommendationId(), 1);
    }

    private List<ClientOrderId.Entry> entryIds(List<DecisionRecord> decisions) {
        return decisions.stream()
                .filter(decision -> decision.decision() instanceof Decision.Trade)
                .map(this::entryId)
                .toList();
    }

    private void carryOut(DecisionRecord decision) {
        switch (decision.decision()) {
            case Decision.Trade trade -> clerk.execute(orders.committed(entryId(decision), clock.now()));
            case Decision.NoTrade noTrade -> {}
        }
    }

    /** The broker's stream told of an order, ours or anybody's. */
    public void updated(TradeUpdate update) {
        var applied = book.apply(update);
        if (applied.execution().isPresent()) {
            checkpoints.reached(Checkpoint.FILLED);
        }
        applied.differences().forEach(difference -> journal.audit("book.differs", difference.toString()));
        clerk.execute(orders.updated(update, applied.execution().orElse(null), clock.now()));
    }

    /** The stream was away and may have missed something: the broker's lists are read again. */
    public void streamConnected() {
        truth.rebuildAtNextRefresh();
        refresh();
    }

    /** The background reading of account, positions and orders. */
    public void refresh() {
        if (!active) {
            return;
        }
        Instant now = clock.now();
        TierLimits inForce = limits.at(wallClock.instant());
        AccountTruth.Reading reading = truth.refresh(now, inForce == null ? null : inForce.maxDailyLoss());
        for (Difference difference : reading.differences()) {
            log.atWarn()
                    .addKeyValue("tier", identity.tier())
                    .addKeyValue("difference", difference)
                    .log("Book and broker differ");
            journal.audit("book.differs", difference.toString());
        }
        if (reading.orders() != null) {
            clerk.execute(orders.listed(reading.orders(), now));
        }
        orders.forgetSettledBefore(now.minus(KEPT));
    }

    /** Market time passed. */
    public void tick() {
        if (active) {
            clerk.execute(orders.tick(clock.now()));
        }
    }

    /** Another instance acts for the account now: this one asks the broker for nothing until it recovers. */
    public void standBy() {
        active = false;
        clerk.dismiss();
    }
}
