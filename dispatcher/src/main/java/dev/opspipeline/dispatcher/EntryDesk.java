package dev.opspipeline.dispatcher;

import dev.opspipeline.account.BookView;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.EntryIntent;
import dev.opspipeline.risk.LastHop;
import dev.opspipeline.risk.Latch;
import dev.opspipeline.risk.Proposal;
import dev.opspipeline.risk.Screening;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TierTable;
import dev.opspipeline.risk.TradingDesk;
import dev.opspipeline.risk.TradingState;
import dev.opspipeline.risk.Verdict;
import dev.opspipeline.signal.Recommendation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts recommendations before the trading desk with everything known at that moment, and has the last look at an order. */
final class EntryDesk {

    private final AccountIdentity identity;
    private final TradingDesk desk;
    private final AccountPorts ports;
    private final LimitsInForce limits;
    private final ExitManagerWatch exitManager;
    private final Controls controls;
    private final StopLosses stopLosses;
    private final HeldDeltas deltas;
    private final LastHop lastHop;
    private final Clock wallClock;

    EntryDesk(
            AccountIdentity identity,
            TradingDesk desk,
            AccountPorts ports,
            LimitsInForce limits,
            ExitManagerWatch exitManager,
            Controls controls,
            StopLosses stopLosses,
            HeldDeltas deltas,
            LastHop lastHop,
            Clock wallClock) {
        this.identity = identity;
        this.desk = desk;
        this.ports = ports;
        this.limits = limits;
        this.exitManager = exitManager;
        this.controls = controls;
        this.stopLosses = stopLosses;
        this.deltas = deltas;
        this.lastHop = lastHop;
        this.wallClock = wallClock;
    }

    /** @param chainRead the option chain was asked for: it took a while, and the decision goes stale from here */
    record Decided(DecisionRecord decision, boolean chainRead) {}

    Decided decide(Recommendation recommendation, BookView book, AccountTruth truth, Instant now) {
        deltas.seen(recommendation, now);
        Screening screening = desk.screen(proposal(recommendation, book, truth, now));
        DecisionRecord decision = screening
                .chainQuery()
                .map(query -> desk.decide(screening, ports.options().chain(query)))
                .orElseGet(() -> desk.refuse(screening));
        if (decision.decision() instanceof Decision.Trade trade) {
            decision.candidates().stream()
                    .filter(candidate -> candidate.contract().equals(trade.contract()))
                    .findFirst()
                    .ifPresent(candidate -> deltas.chosen(candidate.contract(), candidate.delta(), now));
        }
        return new Decided(decision, screening.passed());
    }

    /** What the unfilled entry may be bought for now, its own first order left out of the account's book. */
    Optional<Decision.Trade> reprice(
            EntryIntent first, Recommendation recommendation, BookView book, AccountTruth truth, Instant now) {
        BookView others = book.without(recommendation.id());
        Screening screening = desk.screen(proposal(recommendation, others, truth, now));
        return screening
                .chainQuery()
                .flatMap(query ->
                        desk.reprice(screening, first.trade(), ports.options().chain(query)));
    }

    /** What speaks against sending the order of an earlier decision by now, itself left out of the account's book. */
    Optional<Verdict> secondLook(
            OrderRequest order, Recommendation recommendation, BookView book, AccountTruth truth, Instant now) {
        BookView others = book.without(recommendation.id());
        return desk.screen(proposal(recommendation, others, truth, now)).objection(outlay(order));
    }

    private static Money outlay(OrderRequest order) {
        Money limit = Objects.requireNonNull(order.limitPrice(), "entries are limit orders");
        return limit.times((long) order.instrument().multiplier() * order.quantity());
    }

    private Proposal proposal(Recommendation recommendation, BookView book, AccountTruth truth, Instant now) {
        Instant wallNow = wallClock.instant();
        return new Proposal(
                identity.tier(),
                recommendation,
                truth.account(),
                identity.accountNumber(),
                identity.paper(),
                book,
                limits.at(wallNow),
                state(),
                exitManager.silence(wallNow),
                truth.losses(),
                deltas.of(book, now),
                stopLosses.times(),
                truth.belts(),
                ports.clock().ahead().orElse(null),
                truth.calendar(),
                now);
    }

    /** The strictest of what operators, the kill switch and the dispatcher itself say. */
    TradingState state() {
        return controls.state().and(limits.tradingState(wallClock.instant()));
    }

    @Nullable
    TierLimits limits() {
        return limits.at(wallClock.instant());
    }

    /** An order may go out no later than its signal may be decided on: neither expired, nor on a bar too old. */
    Instant lastMoment(Recommendation recommendation) {
        TierLimits inForce = limits();
        Duration maxBarAge = (inForce == null ? TierTable.limits(identity.tier()) : inForce).maxBarAge();
        Instant barTooOld = recommendation.barTime().plus(Bar.LENGTH).plus(maxBarAge);
        return barTooOld.isBefore(recommendation.expiresAt()) ? barTooOld : recommendation.expiresAt();
    }

    /** State and limits once more, for a decision may have waited: behind a slow broker, or for its order to be found. */
    Optional<String> objection(AccountTruth truth, Instant now) {
        if (state() != TradingState.ACTIVE) {
            return Optional.of("trading is stopped");
        }
        if (limits() == null) {
            return Optional.of("no limits are in force");
        }
        for (Latch latch : Latch.values()) {
            if (truth.losses()
                    .reachedAt(latch, SessionCalendar.tradingDate(now))
                    .isPresent()) {
                return Optional.of("the limit on " + latch + " is reached");
            }
        }
        return Optional.empty();
    }

    /** What only a broken system would send; an order that may go counts as sent. */
    Optional<String> lastHop(ClientOrderId.Entry id, OrderRequest order, Instant now) {
        TierLimits inForce = limits();
        return inForce == null
                ? Optional.of("no limits are in force")
                : lastHop.pass(id, order, inForce.maxNotionalExposure(), now);
    }
}
