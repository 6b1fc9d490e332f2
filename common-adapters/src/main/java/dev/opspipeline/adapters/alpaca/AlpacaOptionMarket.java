package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.required;

import dev.opspipeline.account.Reply;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.SessionCalendar;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import org.jspecify.annotations.Nullable;

/**
 * Option listings and quotes from Alpaca's feed. Open interest and tradability come from the contracts, which are read
 * once a day; prices, greeks and volume from the snapshots, which are read on every call. Safe for use by several threads.
 */
public final class AlpacaOptionMarket implements OptionMarket {

    /** The broker's limits: snapshots a page, symbols a request. */
    private static final String SNAPSHOTS_PAGE = "1000";

    static final int QUOTES_BATCH = 100;

    private final String feed;
    private final InstantSource marketTime;
    private final ListedContracts listed;
    private final MarketDataEndpoint snapshots;
    private final MarketDataEndpoint quotes;

    /** @param marketTime stamps when a quote was confirmed, and tells the day */
    public AlpacaOptionMarket(AlpacaConnection connection, InstantSource marketTime) {
        this.feed = connection.settings().optionsFeed();
        this.marketTime = marketTime;
        this.listed = new ListedContracts(connection.tradingClient());
        CheckedClient data = connection.dataClient("v1beta1");
        this.snapshots = new MarketDataEndpoint(data, "options/snapshots");
        this.quotes = new MarketDataEndpoint(data, "options/quotes/latest");
    }

    @Override
    public Reply<List<OptionListing>> chain(ChainQuery query) {
        return Asking.ask("chain", () -> {
            Map<OptionContract, ListedContracts.Listed> contracts =
                    listed.listed(query.underlying(), query.firstExpiry(), query.lastExpiry(), marketTime.instant());
            Map<String, OptionWire.SnapshotRow> rows = snapshotsOf(query);
            Instant confirmedAt = marketTime.instant();
            List<OptionListing> chain = new ArrayList<>();
            contracts.forEach((contract, facts) -> {
                if (fits(query, contract)) {
                    chain.add(listing(contract, facts, rows.get(contract.symbol()), confirmedAt));
                }
            });
            return List.copyOf(chain);
        });
    }

    @Override
    public Reply<Map<OptionContract, Quote>> quotes(Collection<OptionContract> contracts) {
        if (contracts.isEmpty()) {
            return new Reply.Answer<>(Map.of());
        }
        List<OptionContract> wanted = contracts.stream().distinct().toList();
        return Asking.ask("quotes", () -> {
            Map<OptionContract, Quote> known = new HashMap<>();
            for (int from = 0; from < wanted.size(); from += QUOTES_BATCH) {
                addQuotes(wanted.subList(from, Math.min(from + QUOTES_BATCH, wanted.size())), known);
            }
            return Map.copyOf(known);
        });
    }

    private void addQuotes(List<OptionContract> batch, Map<OptionContract, Quote> known) throws AlpacaClientException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(
                "symbols",
                String.join(",", batch.stream().map(OptionContract::symbol).toList()));
        parameters.put("feed", feed);
        Map<String, OptionWire.QuoteRow> rows = required(
                quotes.get("", parameters, OptionWire.LatestQuotes.class).quotes(), "quotes");
        Instant confirmedAt = marketTime.instant();
        for (OptionContract contract : batch) {
            Quote quote = quote(rows.get(contract.symbol()), confirmedAt);
            if (quote != null) {
                known.put(contract, quote);
            }
        }
    }

    private Map<String, OptionWire.SnapshotRow> snapshotsOf(ChainQuery query) throws AlpacaClientException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("feed", feed);
        parameters.put("type", query.type().name().toLowerCase(Locale.ROOT));
        parameters.put("strike_price_gte", query.lowestStrike().toString());
        parameters.put("strike_price_lte", query.highestStrike().toString());
        parameters.put("expiration_date_gte", query.firstExpiry().toString());
        parameters.put("expiration_date_lte", query.lastExpiry().toString());
        parameters.put("limit", SNAPSHOTS_PAGE);
        Map<String, OptionWire.SnapshotRow> rows = new HashMap<>();
        snapshots.getAll(
                query.underlying().symbol(),
                parameters,
                OptionWire.SnapshotsPage.class,
                OptionWire.SnapshotsPage::nextPageToken,
                page -> rows.putAll(required(page.snapshots(), "snapshots")));
        return rows;
    }

    private OptionListing listing(
            OptionContract contract,
            ListedContracts.Listed facts,
            OptionWire.@Nullable SnapshotRow row,
            Instant confirmedAt) {
        LocalDate today = SessionCalendar.tradingDate(confirmedAt);
        return new OptionListing(
                contract,
                row == null ? null : quote(row.latestQuote(), confirmedAt),
                row == null ? null : row.delta(),
                row == null ? null : row.volumeOn(today),
                facts.openInterest(),
                facts.tradable());
    }

    private @Nullable Quote quote(OptionWire.@Nullable QuoteRow row, Instant confirmedAt) {
        return row == null ? null : row.quote(confirmedAt, feed);
    }

    private static boolean fits(ChainQuery query, OptionContract contract) {
        return contract.type() == query.type()
                && contract.strike().isAtLeast(query.lowestStrike())
                && contract.strike().isAtMost(query.highestStrike());
    }
}
