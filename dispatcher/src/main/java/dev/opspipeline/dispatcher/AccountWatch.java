package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.BookView;
import dev.opspipeline.account.Difference;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.EntryBrake;
import dev.opspipeline.risk.Headroom;
import dev.opspipeline.risk.Latch;
import dev.opspipeline.risk.RefusalCode;
import dev.opspipeline.risk.RefusalStreaks;
import dev.opspipeline.risk.SessionLosses;
import dev.opspipeline.risk.TierLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what an account's dispatcher does as a whole: measures it, warns of limits that are close, stops it when it must. */
final class AccountWatch {

    /** The audit event of a limit of the session that was reached; its detail begins with the limit's name. */
    static final String LIMIT_REACHED = "session.limit_reached";

    /** The audit event of a new best of the session; its detail is the profit. */
    static final String SESSION_BEST = "session.best";

    private static final Logger log = LoggerFactory.getLogger(AccountWatch.class);

    /** A rising best is noted no more often (market time). */
    private static final Duration BEST_PERIOD = Duration.ofMinutes(1);

    private final AccountIdentity identity;
    private final Controls controls;
    private final Journal journal;
    private final DispatcherMeters meters;
    private final EntryBrake brake = new EntryBrake();
    private final RefusalStreaks streaks = new RefusalStreaks();
    private final Set<String> warned = new HashSet<>();
    private @Nullable Money bestNoted;
    private @Nullable Instant bestNotedAt;

    AccountWatch(AccountIdentity identity, Controls controls, Journal journal, DispatcherMeters meters) {
        this.identity = identity;
        this.controls = controls;
        this.journal = journal;
        this.meters = meters;
    }

    void decided(DecisionRecord decision, @Nullable TierLimits limits) {
        DecisionLines.write(decision);
        meters.decided(decision, limits);
        for (RefusalCode code : streaks.decided(decision)) {
            alert(
                    "gate.refuses_everything",
                    "%s refused the last %d recommendations".formatted(code, RefusalStreaks.SUSPICIOUS));
        }
    }

    void sent(Duration sinceRecommendation) {
        meters.sent(sinceRecommendation);
    }

    void rejected(String why, Instant now) {
        meters.rejected();
        brake.rejected(why, now).ifPresent(reason -> stop(reason, now));
    }

    /** Entries stop until a named person lets them go on. */
    void stop(String why, Instant now) {
        meters.alerted("entries.stopped");
        controls.stop(why, now);
    }

    /** More was executed than ordered, or the like: reality is adopted, and entries stop. */
    void impossible(Difference difference, Instant now) {
        differs(difference);
        stop(words(difference), now);
    }

    /** The stream looks alive, but of an order that the broker has it tells nothing. */
    void streamSilent() {
        alert("stream.silent", "trade updates are silent: connecting anew");
    }

    void differs(Difference difference) {
        log.atWarn()
                .addKeyValue("tier", identity.tier())
                .addKeyValue("difference", difference)
                .log("Book and broker differ");
        journal.audit("book.differs", words(difference));
    }

    private static String words(Difference difference) {
        return "%s %s%s: book %d, broker %d"
                .formatted(
                        difference.kind(),
                        difference.instrument().symbol(),
                        difference.clientOrderId().isEmpty() ? "" : " " + difference.clientOrderId(),
                        difference.book(),
                        difference.broker());
    }

    /** Book and broker were compared: what stays unexplained stops entries, with both sides said. */
    void compared(AccountBook book, Instant now) {
        String unexplained = book.unexplained(SessionCalendar.tradingDate(now)).stream()
                .map(AccountWatch::words)
                .collect(Collectors.joining("; "));
        brake.compared(unexplained, now).ifPresent(why -> {
            book.explain();
            stop(why, now);
        });
    }

    /** Another snapshot of the account: what it newly reached is said, so that a restart knows. */
    void lost(SessionLosses before, SessionLosses after, @Nullable TierLimits limits, Instant now) {
        LocalDate date = after.date();
        for (Latch latch : Latch.values()) {
            if (after.reachedAt(latch, date).isPresent()
                    && before.reachedAt(latch, date).isEmpty()) {
                alert(LIMIT_REACHED, "%s at %s".formatted(latch, now));
            }
        }
        Money best = after.bestProfit();
        if (best == null || limits == null || limits.sessionDrawdownStop() == null) {
            return;
        }
        if (!best.equals(bestNoted) && (bestNotedAt == null || !now.isBefore(bestNotedAt.plus(BEST_PERIOD)))) {
            bestNoted = best;
            bestNotedAt = now;
            journal.audit(SESSION_BEST, best.toString());
        }
    }

    /** The account was looked at: how much of its limits is used up. */
    void looked(BookView book, @Nullable AccountSnapshot account, EntryDesk desk, long unknownOrders, Instant now) {
        TierLimits limits = desk.limits();
        if (limits == null) {
            return;
        }
        Headroom headroom = Headroom.of(book, account, limits);
        List<String> close = headroom.close();
        warned.retainAll(close);
        for (String warning : close) {
            if (warned.add(warning)) {
                log.atWarn()
                        .addKeyValue("tier", identity.tier())
                        .addKeyValue("limit", warning)
                        .log("Limit is close");
            }
        }
        meters.looked(
                headroom,
                account,
                limits,
                desk.state(),
                unknownOrders,
                streaks.withoutTrade(),
                SessionCalendar.tradingDate(now),
                now);
    }

    private void alert(String event, String detail) {
        log.atError()
                .addKeyValue("tier", identity.tier())
                .addKeyValue("detail", detail)
                .log(event);
        journal.audit(event, detail);
        meters.alerted(event);
    }
}
