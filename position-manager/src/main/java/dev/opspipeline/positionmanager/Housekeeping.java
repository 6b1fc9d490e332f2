package dev.opspipeline.positionmanager;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitEvent;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.SessionCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What exits ask the broker now and then, after the work of a pass is done: the calendar, whose account it is, lost orders. */
final class Housekeeping {

    static final Duration HISTORY = Duration.ofDays(10);

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration OVERLAP = Duration.ofMinutes(1);
    private static final Duration CHECK_PERIOD = Duration.ofMinutes(1);

    private final Tier tier;
    private final Broker broker;
    private final Questions questions;
    private final Requests requests;
    private final Consumer<ExitEvent> learned;
    private LocalDate calendarOf = LocalDate.MIN;
    private @Nullable Instant accountCheckedAt;
    private boolean accountIsOurs;
    private @Nullable Instant lastOrdersRead;
    /** Times that orders may have been missed, and how many of them the last list of orders makes good. */
    private int gaps;

    private int gapsFilled;
    private final Set<Instrument> lookedUp = new HashSet<>();

    /** @param learned takes what the answers say */
    Housekeeping(Tier tier, Broker broker, Questions questions, Requests requests, Consumer<ExitEvent> learned) {
        this.tier = tier;
        this.broker = broker;
        this.questions = questions;
        this.requests = requests;
        this.learned = learned;
    }

    /** A desk has just been started from everything the broker said. */
    void started(Instant asked, Set<Instrument> unexplained) {
        calendarOf = SessionCalendar.tradingDate(asked);
        lastOrdersRead = asked;
        gapsFilled = gaps;
        lookedUp.clear();
        lookedUp.addAll(unexplained);
    }

    /** The key opens the account it should: exits go on whatever the answer, but nobody may open on their word otherwise. */
    boolean accountIsOurs() {
        return accountIsOurs;
    }

    /** The stream was away and may have missed something. */
    void ordersMayBeMissing() {
        gaps++;
    }

    /** Asks for what is due. */
    void look(Set<Instrument> unexplained, Instant now) {
        LocalDate today = SessionCalendar.tradingDate(now);
        if (!today.equals(calendarOf)) {
            boolean unused = requests.ask(
                    "calendar",
                    () -> questions.calendar(today),
                    found -> found.ifPresent(calendar -> {
                        calendarOf = today;
                        learned.accept(new ExitEvent.CalendarRead(calendar, now));
                    }));
        }
        if (accountCheckedAt == null || !now.isBefore(accountCheckedAt.plus(CHECK_PERIOD))) {
            boolean unused = requests.ask("account", broker::account, reply -> account(reply, now));
        }
        missedOrders(unexplained, now);
    }

    /**
     * An order that filled while the stream was away is in no list of open orders: without it, what it bought would pass for
     * somebody else's, and nobody would close it. One of which a fill was taken back then may be as old as the book remembers.
     */
    void missedOrders(Set<Instrument> unexplained, Instant asked) {
        lookedUp.retainAll(unexplained);
        boolean isNew = !lookedUp.containsAll(unexplained);
        boolean isLongAgo = lastOrdersRead == null || !asked.isBefore(lastOrdersRead.plus(CHECK_PERIOD));
        if (gaps == gapsFilled && !isNew && (unexplained.isEmpty() || !isLongAgo)) {
            return;
        }
        int known = gaps;
        Instant from = from(asked);
        boolean unused = requests.ask(
                "orders",
                () -> questions.ordersSince(from),
                reply -> reply.ifPresent(found -> {
                    gapsFilled = known;
                    lookedUp.addAll(unexplained);
                    lastOrdersRead = asked;
                    learned.accept(new ExitEvent.OrdersRead(found, asked));
                }));
    }

    /** Not what the book has forgotten: it would count as news. */
    private Instant from(Instant asked) {
        Instant remembered = asked.minus(AccountBook.KEPT).plus(OVERLAP);
        return lastOrdersRead == null
                ? asked.minus(HISTORY)
                : Collections.min(List.of(remembered, lastOrdersRead.minus(OVERLAP)));
    }

    private void account(Reply<AccountSnapshot> reply, Instant now) {
        switch (reply) {
            case Reply.Answer<AccountSnapshot> ours -> {
                accountIsOurs = true;
                accountCheckedAt = now;
            }
            case Reply.Refused<AccountSnapshot> refused -> {
                accountIsOurs = false;
                log.atError()
                        .addKeyValue("tier", tier)
                        .addKeyValue("why", refused.message())
                        .log("Not our account");
            }
            case Reply.Unavailable<AccountSnapshot> unavailable -> {
                // Asked again after the next pass.
            }
        }
    }
}
