package dev.opspipeline.risk;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.BookView;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Recommendation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One recommendation put before one account, with everything its gates may look at. What is not known is null.
 *
 * @param account what the broker last said of the account
 * @param expectedAccountNumber the account number this dispatcher was configured for
 * @param paper the account holds play money: only then do the {@code paper_*} limits mean anything
 * @param limits the limits in force; null while no document was ever accepted
 * @param state the strictest of the tier's state, the system's and the kill switch
 * @param sinceExitManager wall time since this account's acting exit loop was last heard; null when never
 * @param losses what the day lost so far, and the limits on that it reached
 * @param deltas of what is held and on its way, as far as known
 * @param stopLosses market time of the account's latest stop-losses; null when nobody could say
 * @param belts what the account's owner has set at the broker; null when nobody could say
 * @param clockAhead wall time by which this machine's clock is at least ahead of the broker's, negative when behind; null
 *     when not known
 * @param now market time of the decision
 */
public record Proposal(
        Tier tier,
        Recommendation recommendation,
        @Nullable AccountSnapshot account,
        String expectedAccountNumber,
        boolean paper,
        BookView book,
        @Nullable TierLimits limits,
        TradingState state,
        @Nullable Duration sinceExitManager,
        SessionLosses losses,
        List<PositionDelta> deltas,
        @Nullable List<Instant> stopLosses,
        @Nullable AccountBelts belts,
        @Nullable Duration clockAhead,
        SessionCalendar calendar,
        Instant now) {

    public Proposal {
        deltas = List.copyOf(deltas);
        stopLosses = stopLosses == null ? null : List.copyOf(stopLosses);
    }

    /** The broker must have confirmed the book within this time, or it counts as unknown. */
    static final Duration MAX_BOOK_AGE = Duration.ofSeconds(60);

    public LocalDate tradingDate() {
        return SessionCalendar.tradingDate(now);
    }

    /** The book, unless the broker has not confirmed it lately. */
    Optional<BookView> knownBook() {
        return book.confirmedAt().isBefore(now.minus(MAX_BOOK_AGE)) ? Optional.empty() : Optional.of(book);
    }

    /** Profit of the day, dollars; empty while the account or its transfers are unknown. */
    Optional<Money> profitToday() {
        return account == null ? Optional.empty() : Optional.ofNullable(account.profitToday());
    }

    /** Dollars at work in what is held, being closed included. */
    Money held() {
        return book.positions().stream().map(BookView.OpenPosition::notional).reduce(Money.ZERO, Money::plus);
    }

    /** Dollars set aside for entries that are not filled yet. */
    Money reserved() {
        return book.entriesInFlight().stream()
                .map(BookView.EntryInFlight::reserved)
                .reduce(Money.ZERO, Money::plus);
    }

    /** Positions open, closing or being entered; the open rest of a partly filled entry is no second one. */
    int positions() {
        Set<Instrument> instruments = new HashSet<>();
        book.positions().forEach(position -> instruments.add(position.instrument()));
        book.entriesInFlight().forEach(entry -> instruments.add(entry.contract()));
        return instruments.size();
    }
}
