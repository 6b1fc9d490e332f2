package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.market.Session;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps the dispatcher within its half of the account's requests, so that the exits always have theirs: beyond it, it does
 * not ask. A question that was not asked has no answer; an order that was not sent is found out as any other of unknown fate.
 */
public final class SharedRequests implements Broker {

    /** Of the 200 a minute that the broker allows an account. */
    static final int MOST = 100;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Broker broker;
    private final MarketClock clock;
    private final Deque<Instant> asked = new ArrayDeque<>();

    public SharedRequests(Broker broker, MarketClock clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /** Whether the dispatcher's share of this minute is used up. */
    public boolean isUsedUp() {
        forgetBefore(clock.now().minus(MINUTE));
        return asked.size() >= MOST;
    }

    private void forgetBefore(Instant minuteAgo) {
        while (!asked.isEmpty() && !asked.peek().isAfter(minuteAgo)) {
            asked.remove();
        }
    }

    private <T> Reply<T> within(Supplier<Reply<T>> question) {
        Instant now = clock.now();
        if (isUsedUp()) {
            return new Reply.Unavailable<>("not asked: %d requests within a minute".formatted(asked.size()));
        }
        asked.add(now);
        return question.get();
    }

    @Override
    public Reply<AccountSnapshot> account() {
        return within(broker::account);
    }

    @Override
    public Reply<AccountBelts> belts() {
        return within(broker::belts);
    }

    @Override
    public Reply<Money> netTransfers(LocalDate date) {
        return within(() -> broker.netTransfers(date));
    }

    @Override
    public Reply<List<HeldPosition>> positions() {
        return within(broker::positions);
    }

    @Override
    public Reply<List<BrokerOrder>> openOrders() {
        return within(broker::openOrders);
    }

    @Override
    public Reply<List<BrokerOrder>> ordersSince(Instant from) {
        return within(() -> broker.ordersSince(from));
    }

    @Override
    public Reply<BrokerOrder> order(ClientOrderId id) {
        return within(() -> broker.order(id));
    }

    @Override
    public Reply<BrokerOrder> submit(OrderRequest order) {
        return within(() -> broker.submit(order));
    }

    @Override
    public Reply<CancelAccepted> cancel(String brokerOrderId) {
        return within(() -> broker.cancel(brokerOrderId));
    }

    @Override
    public Reply<List<Session>> sessions(LocalDate from, LocalDate to) {
        return within(() -> broker.sessions(from, to));
    }
}
