package dev.opspipeline.risk;

import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;

/** Enters from five minutes after the open until the strategy's last-entry time before the close, exclusive. */
record MarketHoursGate(Duration lastEntryDay, Duration lastEntrySwing) implements RiskGate {

    private static final Duration AFTER_OPEN = Duration.ofMinutes(5);
    private static final LocalTime LAST_GAP_ENTRY = LocalTime.of(10, 30);

    @Override
    public Verdict check(Proposal proposal) {
        Strategy strategy = proposal.recommendation().strategy();
        Duration last = switch (strategy) {
            case DAY, GAP -> lastEntryDay;
            case SWING -> lastEntrySwing;
        };
        String limit = "from %s after the open until %s before the close"
                        .formatted(Figures.minutes(AFTER_OPEN), Figures.minutes(last))
                + (strategy == Strategy.GAP ? " and until " + LAST_GAP_ENTRY : "");
        Optional<Session> today = proposal.calendar().today(proposal.now());
        if (today.isEmpty()) {
            return closedOrUnknown(proposal, limit);
        }
        Session session = today.get();
        Instant now = proposal.now();
        boolean open = !now.isBefore(session.open().plus(AFTER_OPEN))
                && now.isBefore(session.beforeClose(last))
                && (strategy != Strategy.GAP || now.isBefore(session.at(LAST_GAP_ENTRY)));
        return Verdict.of(
                RefusalCode.MARKET_CLOSED,
                open,
                "%s, session %s to %s".formatted(now, session.open(), session.close()),
                limit);
    }

    /** A day between two listed sessions is a holiday; a day beyond the calendar's end is not known. */
    private static Verdict closedOrUnknown(Proposal proposal, String limit) {
        SessionCalendar calendar = proposal.calendar();
        boolean known = calendar.onOrBefore(proposal.tradingDate()).isPresent()
                && calendar.after(proposal.tradingDate()).isPresent();
        return known
                ? Verdict.of(RefusalCode.MARKET_CLOSED, false, "no session on " + proposal.tradingDate(), limit)
                : Verdict.unknown(RefusalCode.MARKET_CLOSED, "sessions around " + proposal.tradingDate(), limit);
    }
}
