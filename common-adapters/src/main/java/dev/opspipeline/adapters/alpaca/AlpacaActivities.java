package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.instant;
import static dev.opspipeline.adapters.alpaca.Reading.money;
import static dev.opspipeline.adapters.alpaca.Reading.moneyOrNull;
import static dev.opspipeline.adapters.alpaca.Reading.required;
import static dev.opspipeline.adapters.alpaca.Reading.units;
import static dev.opspipeline.adapters.alpaca.Reading.word;

import com.google.gson.annotations.SerializedName;
import dev.opspipeline.account.AccountActivities;
import dev.opspipeline.account.Activity;
import dev.opspipeline.account.Activity.Ending;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker has booked in an account: fills, and how contracts ended. Expiry, exercise and assignment appear nowhere
 * else, and only on the day after. An endpoint of our own: the library's knows none of the option kinds.
 */
public final class AlpacaActivities implements AccountActivities {

    private static final Logger log = LoggerFactory.getLogger(AlpacaActivities.class);
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 100;
    private static final String KINDS = "FILL,OPEXP,OPEXC,OPASN";
    private static final String CANCELED = "canceled";

    private final MarketDataEndpoint activities;

    public AlpacaActivities(AlpacaConnection connection) {
        this.activities = new MarketDataEndpoint(connection.tradingClient(), "account/activities");
    }

    /** One row as the broker writes it; which fields it has depends on its kind. */
    record Row(
            @Nullable String id,

            @Nullable @SerializedName("activity_type") String kind,

            @Nullable String symbol,
            @Nullable String side,
            @Nullable String qty,
            @Nullable String price,

            @Nullable @SerializedName("per_share_amount") String perShare,

            @Nullable @SerializedName("order_id") String orderId,

            @Nullable @SerializedName("transaction_time") String time,

            @Nullable String date,
            @Nullable String status) {}

    @Override
    public Reply<List<Activity>> since(LocalDate date) {
        return Asking.ask("activities", () -> readAll(date));
    }

    private List<Activity> readAll(LocalDate date) throws AlpacaClientException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("activity_types", KINDS);
        parameters.put(
                "after",
                date.atStartOfDay(SessionCalendar.EXCHANGE_ZONE)
                        .minusSeconds(1)
                        .toInstant()
                        .toString());
        parameters.put("direction", "asc");
        parameters.put("page_size", Integer.toString(PAGE));
        List<Activity> found = new ArrayList<>();
        for (int page = 0; page < MOST_PAGES; page++) {
            Row[] rows = activities.get("", parameters, Row[].class);
            Arrays.stream(rows).map(AlpacaActivities::activity).forEach(row -> row.ifPresent(found::add));
            if (rows.length < PAGE) {
                return List.copyOf(found);
            }
            parameters.put("page_token", word(rows[rows.length - 1].id(), "id"));
        }
        throw new IllegalStateException("activities have more than %d pages".formatted(MOST_PAGES));
    }

    private static Optional<Activity> activity(@Nullable Row found) {
        Row row = required(found, "an activity");
        if (CANCELED.equals(row.status())) {
            return Optional.empty();
        }
        return switch (word(row.kind(), "activity_type")) {
            case "FILL" -> Optional.of(fill(row));
            case "OPEXP" -> Optional.of(ended(row, Ending.EXPIRED));
            case "OPEXC" -> Optional.of(ended(row, Ending.EXERCISED));
            case "OPASN" -> Optional.of(ended(row, Ending.ASSIGNED));
            case String other -> {
                log.atWarn().addKeyValue("kind", other).log("Activity of no known kind left out");
                yield Optional.empty();
            }
        };
    }

    private static Activity fill(Row row) {
        return new Activity.Fill(
                word(row.id(), "id"),
                word(row.orderId(), "order_id"),
                instrument(word(row.symbol(), "symbol")),
                side(word(row.side(), "side")),
                Math.abs(units(row.qty(), "qty")),
                money(row.price(), "price"),
                instant(row.time(), "transaction_time"));
    }

    private static Side side(String word) {
        return switch (word) {
            case "buy" -> Side.BUY;
            case "sell", "sell_short" -> Side.SELL;
            default -> throw new IllegalStateException("answer has a fill of side " + word);
        };
    }

    private static Activity ended(Row row, Ending ending) {
        Money price = moneyOrNull(row.perShare());
        return new Activity.Ended(
                word(row.id(), "id"),
                OptionContract.parse(word(row.symbol(), "symbol")),
                ending,
                Math.abs(units(row.qty(), "qty")),
                price == null ? Money.ZERO : price.abs(),
                LocalDate.parse(word(row.date(), "date"))
                        .atStartOfDay(SessionCalendar.EXCHANGE_ZONE)
                        .toInstant());
    }

    private static Instrument instrument(String symbol) {
        try {
            return OptionContract.parse(symbol);
        } catch (IllegalArgumentException e) {
            return new Ticker(symbol);
        }
    }
}
