package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.Difference;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Latch;
import dev.opspipeline.risk.SessionLosses;
import dev.opspipeline.risk.TierLimits;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker says of the account, read in the background so that no decision has to wait for it. What could not be read
 * keeps its old age; the gates judge by that.
 */
final class AccountTruth {

    private static final Logger log = LoggerFactory.getLogger(AccountTruth.class);
    private static final int CALENDAR_DAYS_BACK = 10;
    private static final int CALENDAR_DAYS_AHEAD = 60;

    private final Broker broker;
    private final AccountBook book;
    private @Nullable AccountSnapshot account;
    private final OnceAMinute<Money> transfers = new OnceAMinute<>();
    private final OnceAMinute<AccountBelts> belts = new OnceAMinute<>();
    private SessionCalendar calendar = new SessionCalendar(List.of());
    private @Nullable LocalDate calendarOf;
    private boolean rebuilt;
    private SessionLosses losses;

    /** @param losses what is known of today's losses already */
    AccountTruth(Broker broker, AccountBook book, SessionLosses losses) {
        this.broker = broker;
        this.book = book;
        this.losses = losses;
    }

    @Nullable
    AccountSnapshot account() {
        return account;
    }

    /** What the account's owner has set at the broker; null while that cannot be read. */
    @Nullable
    AccountBelts belts() {
        return belts.value();
    }

    SessionCalendar calendar() {
        return calendar;
    }

    SessionLosses losses() {
        return losses;
    }

    /** The book has been built from the broker's own records. */
    boolean isRebuilt() {
        return rebuilt;
    }

    /** A named person opened a limit again. */
    void reset(Latch latch, Instant at) {
        losses = losses.reset(latch, at);
    }

    /**
     * What a reading of the broker's lists brought.
     *
     * @param differences where book and broker differed
     * @param orders those the broker listed: all of the day, or all open ones; null when the lists could not be read
     */
    record Reading(List<Difference> differences, @Nullable List<BrokerOrder> orders) {

        static final Reading NONE = new Reading(List.of(), null);
    }

    /**
     * Reads everything anew.
     *
     * @param now market time, taken before anything is read
     * @param limits the limits in force; null while there are none
     */
    Reading refresh(Instant now, @Nullable TierLimits limits) {
        LocalDate today = SessionCalendar.tradingDate(now);
        refreshCalendar(today);
        transfers.refresh(now, () -> value("transfers", broker.netTransfers(today)));
        belts.refresh(now, () -> value("account settings", broker.belts()));
        value("account", broker.account()).ifPresent(read -> {
            account = read.withNetTransfersToday(transfers.value());
            if (limits != null) {
                losses = losses.after(account, limits.maxDailyLoss(), limits.sessionDrawdownStop());
            }
        });
        return rebuilt ? reconcile(now) : rebuild(today, now);
    }

    // Orders are read before positions: what fills in between then counts twice until the next reading, never not at
    // all.

    private Reading reconcile(Instant now) {
        Optional<List<BrokerOrder>> open = value("open orders", broker.openOrders());
        Optional<List<HeldPosition>> positions = value("positions", broker.positions());
        if (open.isEmpty() || positions.isEmpty()) {
            return Reading.NONE;
        }
        return new Reading(book.reconcile(positions.get(), open.get(), now), open.get());
    }

    /** The day's orders must be read again, as after a gap in the stream. */
    void rebuildAtNextRefresh() {
        rebuilt = false;
    }

    private Reading rebuild(LocalDate today, Instant now) {
        Instant midnight = today.atStartOfDay(SessionCalendar.EXCHANGE_ZONE).toInstant();
        Optional<List<BrokerOrder>> orders = value("orders of the day", broker.ordersSince(midnight));
        Optional<List<HeldPosition>> positions = value("positions", broker.positions());
        if (orders.isEmpty() || positions.isEmpty()) {
            return Reading.NONE;
        }
        book.rebuild(positions.get(), orders.get(), now);
        rebuilt = true;
        return new Reading(List.of(), orders.get());
    }

    private void refreshCalendar(LocalDate today) {
        if (!today.equals(calendarOf)) {
            Optional<List<Session>> sessions = value(
                    "calendar",
                    broker.sessions(today.minusDays(CALENDAR_DAYS_BACK), today.plusDays(CALENDAR_DAYS_AHEAD)));
            sessions.ifPresent(read -> {
                calendar = new SessionCalendar(read);
                calendarOf = today;
            });
        }
    }

    private static <T> Optional<T> value(String what, Reply<T> reply) {
        switch (reply) {
            case Reply.Answer<T> answer -> {}
            case Reply.Refused<T>(int status, long code, String message) ->
                log.atWarn()
                        .addKeyValue("what", what)
                        .addKeyValue("status", status)
                        .addKeyValue("code", code)
                        .addKeyValue("message", message)
                        .log("Broker refused to say");
            case Reply.Unavailable<T>(String why) ->
                log.atWarn().addKeyValue("what", what).addKeyValue("why", why).log("Broker cannot be asked");
        }
        return reply.answer();
    }
}
