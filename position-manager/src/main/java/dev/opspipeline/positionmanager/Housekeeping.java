package dev.opspipeline.positionmanager;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    private LocalDate calendarOf = LocalDate.MIN;
    private @Nullable Instant accountCheckedAt;
    private boolean accountIsOurs;
    private @Nullable Instant lastOrdersRead;
    private boolean ordersAreDue;
    private Set<Instrument> lookedUp = Set.of();

    Housekeeping(Tier tier, Broker broker, Questions questions) {
        this.tier = tier;
        this.broker = broker;
        this.questions = questions;
    }

    /** A desk has just been started from everything the broker said. */
    void started(Instant asked, Set<Instrument> unclaimed) {
        calendarOf = SessionCalendar.tradingDate(asked);
        lastOrdersRead = asked;
        ordersAreDue = false;
        lookedUp = unclaimed;
    }

    /** The key opens the account it should: exits go on whatever the answer, but nobody may open on their word otherwise. */
    boolean accountIsOurs() {
        return accountIsOurs;
    }

    /** The stream was away and may have missed something. */
    void ordersMayBeMissing() {
        ordersAreDue = true;
    }

    /** What has been learned, if anything was due. */
    List<ExitEvent> look(Set<Instrument> unclaimed, Instant now) {
        List<ExitEvent> learned = new ArrayList<>();
        LocalDate today = SessionCalendar.tradingDate(now);
        if (!today.equals(calendarOf)) {
            questions.calendar(today).ifPresent(calendar -> {
                calendarOf = today;
                learned.add(new ExitEvent.CalendarRead(calendar, now));
            });
        }
        checkAccount(now);
        learned.addAll(missedOrders(unclaimed, now));
        return learned;
    }

    /**
     * An order that filled while the stream was away is in no list of open orders: without it, what it bought would pass for
     * somebody else's, and nobody would close it.
     */
    List<ExitEvent> missedOrders(Set<Instrument> unclaimed, Instant asked) {
        List<ExitEvent> learned = new ArrayList<>();
        boolean isNew = !lookedUp.containsAll(unclaimed);
        boolean isLongAgo = lastOrdersRead == null || !asked.isBefore(lastOrdersRead.plus(CHECK_PERIOD));
        if (ordersAreDue || isNew || (!unclaimed.isEmpty() && isLongAgo)) {
            Instant from = lastOrdersRead == null ? asked.minus(HISTORY) : lastOrdersRead.minus(OVERLAP);
            questions.ordersSince(from).ifPresent(found -> {
                ordersAreDue = false;
                lookedUp = unclaimed;
                lastOrdersRead = asked;
                learned.add(new ExitEvent.OrdersRead(found, asked));
            });
        }
        return learned;
    }

    private void checkAccount(Instant now) {
        if (accountCheckedAt != null && now.isBefore(accountCheckedAt.plus(CHECK_PERIOD))) {
            return;
        }
        switch (broker.account()) {
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
