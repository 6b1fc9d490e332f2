package dev.opspipeline.adapters.alpaca;

import com.google.gson.annotations.SerializedName;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The broker's words for option data. Any field may be absent. */
final class OptionWire {

    private OptionWire() {}

    record ContractsPage(
            @SerializedName("option_contracts") @Nullable List<ContractRow> contracts,
            @SerializedName("next_page_token") @Nullable String nextPageToken) {}

    record ContractRow(
            @Nullable String symbol,
            @Nullable String status,
            @Nullable Boolean tradable,
            @Nullable BigDecimal multiplier,
            @Nullable BigDecimal size,
            @SerializedName("open_interest") @Nullable BigDecimal openInterest) {

        /** Accepted by the broker and good for 100 shares; what is not said is not so. */
        boolean isStandard() {
            return "active".equals(status) && Boolean.TRUE.equals(tradable) && isHundred(multiplier) && isHundred(size);
        }

        private static boolean isHundred(@Nullable BigDecimal shares) {
            return shares != null && shares.compareTo(BigDecimal.valueOf(100)) == 0;
        }
    }

    record SnapshotsPage(
            @Nullable Map<String, SnapshotRow> snapshots,
            @SerializedName("next_page_token") @Nullable String nextPageToken) {}

    record SnapshotRow(
            @Nullable QuoteRow latestQuote,
            @Nullable Greeks greeks,
            @Nullable DayRow dailyBar) {

        @Nullable
        Double delta() {
            return greeks == null || greeks.delta() == null || !Double.isFinite(greeks.delta()) ? null : greeks.delta();
        }

        /** Contracts traded on the date; the day's bar may still be that of the last date that saw a trade. */
        @Nullable
        Long volumeOn(LocalDate date) {
            if (dailyBar == null || dailyBar.v() == null) {
                return null;
            }
            if (dailyBar.t() == null) {
                return dailyBar.v();
            }
            Instant start = Reading.instant(dailyBar.t(), "t");
            return SessionCalendar.tradingDate(start).isBefore(date) ? Long.valueOf(0) : dailyBar.v();
        }
    }

    record Greeks(@Nullable Double delta) {}

    record DayRow(@Nullable String t, @Nullable Long v) {}

    record LatestQuotes(@Nullable Map<String, QuoteRow> quotes) {}

    record QuoteRow(
            @Nullable BigDecimal bp,
            @Nullable BigDecimal ap,
            @Nullable String t) {

        /** Null when a price is missing or negative: such a quote says nothing. A price of zero says that nobody bids. */
        @Nullable
        Quote quote(Instant confirmedAt, String feed) {
            if (bp == null || ap == null || t == null || bp.signum() < 0 || ap.signum() < 0) {
                return null;
            }
            return new Quote(Money.nearest(bp), Money.nearest(ap), Reading.instant(t, "t"), confirmedAt, feed);
        }
    }
}
