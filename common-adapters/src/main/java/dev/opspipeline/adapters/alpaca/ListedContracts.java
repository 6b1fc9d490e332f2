package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.required;
import static dev.opspipeline.adapters.alpaca.Reading.word;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import org.jspecify.annotations.Nullable;

/** Which contracts are listed, with yesterday's open interest: read once per underlying, window of expiries and day. */
final class ListedContracts {

    /** The broker's limit, contracts. */
    private static final String PAGE = "10000";

    private final MarketDataEndpoint endpoint;
    private final Map<Window, Day> days = new ConcurrentHashMap<>();

    ListedContracts(CheckedClient tradingClient) {
        this.endpoint = new MarketDataEndpoint(tradingClient, "options/contracts");
    }

    /** @param tradable accepted by the broker and of standard size */
    record Listed(boolean tradable, @Nullable Long openInterest) {}

    /** The listed contracts of an underlying that expire between two dates, both included. */
    SortedMap<OptionContract, Listed> listed(Ticker underlying, LocalDate first, LocalDate last, Instant now)
            throws AlpacaClientException {
        Window window = new Window(underlying, first, last);
        LocalDate today = SessionCalendar.tradingDate(now);
        Day cached = days.get(window);
        if (cached != null && cached.date().equals(today)) {
            return cached.contracts();
        }
        Day read = new Day(today, read(window));
        days.values().removeIf(day -> !day.date().equals(today));
        days.put(window, read);
        return read.contracts();
    }

    private SortedMap<OptionContract, Listed> read(Window window) throws AlpacaClientException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("underlying_symbols", window.underlying().symbol());
        parameters.put("expiration_date_gte", window.first().toString());
        parameters.put("expiration_date_lte", window.last().toString());
        parameters.put("limit", PAGE);
        SortedMap<OptionContract, Listed> contracts = new TreeMap<>();
        endpoint.getAll(
                "",
                parameters,
                OptionWire.ContractsPage.class,
                OptionWire.ContractsPage::nextPageToken,
                page -> required(page.contracts(), "option_contracts").forEach(row -> add(row, window, contracts)));
        return contracts;
    }

    /** Contracts under another root are adjusted ones, which stand for something else than 100 shares. */
    private static void add(OptionWire.ContractRow row, Window window, SortedMap<OptionContract, Listed> contracts) {
        OptionContract contract = OptionContract.parse(word(row.symbol(), "symbol"));
        if (contract.underlying().symbol().equals(window.underlying().symbol().replace(".", ""))) {
            Long openInterest =
                    row.openInterest() == null ? null : row.openInterest().longValue();
            contracts.put(contract, new Listed(row.isStandard(), openInterest));
        }
    }

    private record Window(Ticker underlying, LocalDate first, LocalDate last) {}

    private record Day(LocalDate date, SortedMap<OptionContract, Listed> contracts) {}
}
