package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.instantOrNull;
import static dev.opspipeline.adapters.alpaca.Reading.money;
import static dev.opspipeline.adapters.alpaca.Reading.moneyOrNull;
import static dev.opspipeline.adapters.alpaca.Reading.required;
import static dev.opspipeline.adapters.alpaca.Reading.units;
import static dev.opspipeline.adapters.alpaca.Reading.word;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Side;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import net.jacobpeterson.alpaca.model.endpoint.calendar.Calendar;
import net.jacobpeterson.alpaca.model.endpoint.orders.Order;
import net.jacobpeterson.alpaca.model.endpoint.orders.enums.OrderSide;
import net.jacobpeterson.alpaca.model.endpoint.positions.Position;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the library's rows into the account's nouns. A row that cannot be read throws, so that a list is whole or not
 * there. Left out, with an error in the log, is only what no type here can name: coins, and shares under a symbol that is
 * no ticker. They can't be bought here, and must not keep option positions from being closed.
 */
final class AccountRows {

    private static final Logger log = LoggerFactory.getLogger(AccountRows.class);

    private AccountRows() {}

    /** One order; throws when it is of something that cannot be named here. */
    static BrokerOrder order(@Nullable Order order) {
        List<BrokerOrder> orders = orders(order);
        if (orders.size() != 1) {
            throw new IllegalStateException("answer is not an order of one stock or contract");
        }
        return orders.getFirst();
    }

    /** The order, or its legs when it is of several contracts at once; empty when it cannot be named here. */
    static List<BrokerOrder> orders(@Nullable Order row) {
        Order order = required(row, "an order");
        String id = word(order.getId(), "id");
        String symbol = order.getSymbol();
        if (symbol == null || symbol.isBlank()) {
            if (order.getLegs() == null) {
                log.atError().addKeyValue("order", id).log("Order without a symbol left out");
                return List.of();
            }
            return order.getLegs().stream().flatMap(leg -> orders(leg).stream()).toList();
        }
        return instrument(order.getAssetClass(), symbol)
                .map(instrument -> List.of(order(order, instrument)))
                .orElseGet(List::of);
    }

    private static BrokerOrder order(Order order, Instrument instrument) {
        int filled = order.getFilledQuantity() == null ? 0 : units(order.getFilledQuantity(), "filled_qty");
        OrderStatus status = status(order, filled);
        Instant submitted = instantOrNull(order.getSubmittedAt());
        return new BrokerOrder(
                order.getId(),
                word(order.getClientOrderId(), "client_order_id"),
                instrument,
                side(order),
                quantity(order, filled, status),
                filled,
                moneyOrNull(order.getAverageFillPrice()),
                moneyOrNull(order.getLimitPrice()),
                status,
                submitted == null ? required(instantOrNull(order.getCreatedAt()), "submitted_at") : submitted,
                instantOrNull(order.getFilledAt()));
    }

    /** An order in dollars, which only a hand can place, has no quantity: at least one more unit while it works. */
    private static int quantity(Order order, int filled, OrderStatus status) {
        if (order.getQuantity() != null) {
            return units(order.getQuantity(), "qty");
        }
        return status.isTerminal() ? filled : filled + 1;
    }

    private static Side side(Order order) {
        OrderSide side = required(order.getSide(), "a known side");
        return switch (side) {
            case BUY -> Side.BUY;
            case SELL -> Side.SELL;
        };
    }

    private static OrderStatus status(Order order, int filled) {
        if (order.getStatus() == null) {
            // The library's word for a status it does not know.
            return OrderStatus.UNKNOWN;
        }
        OrderStatus alive = filled > 0 ? OrderStatus.PARTIALLY_FILLED : OrderStatus.WORKING;
        return switch (order.getStatus()) {
            case FILLED -> OrderStatus.FILLED;
            case CANCELED -> OrderStatus.CANCELED;
            case EXPIRED -> OrderStatus.EXPIRED;
            case REJECTED -> OrderStatus.REJECTED;
            case REPLACED -> OrderStatus.REPLACED;
            case PARTIALLY_FILLED -> OrderStatus.PARTIALLY_FILLED;
            // None of these is the end: a day's order that is done is reported canceled or expired afterwards.
            case NEW,
                    ACCEPTED,
                    PENDING_NEW,
                    ACCEPTED_FOR_BIDDING,
                    STOPPED,
                    HELD,
                    SUSPENDED,
                    DONE_FOR_DAY,
                    CALCULATED,
                    PENDING_CANCEL,
                    PENDING_REPLACE -> alive;
        };
    }

    static Optional<HeldPosition> position(@Nullable Position row) {
        Position position = required(row, "a position");
        String symbol = word(position.getSymbol(), "symbol");
        return instrument(position.getAssetClass(), symbol).map(instrument -> {
            int quantity = units(position.getQuantity(), "qty");
            boolean isShort = isShort(word(position.getSide(), "side"));
            Money price = money(position.getAverageEntryPrice(), "avg_entry_price");
            return new HeldPosition(
                    instrument,
                    isShort ? -Math.abs(quantity) : quantity,
                    price,
                    moneyOrNull(position.getMarketValue()));
        });
    }

    private static boolean isShort(String side) {
        return switch (side) {
            case "long" -> false;
            case "short" -> true;
            default -> throw new IllegalStateException("answer has a position of side " + side);
        };
    }

    static Session session(@Nullable Calendar row) {
        Calendar day = required(row, "a day");
        LocalDate date = required(day.getDate(), "date");
        return new Session(
                date,
                required(day.getOpen(), "open")
                        .atDate(date)
                        .atZone(SessionCalendar.EXCHANGE_ZONE)
                        .toInstant(),
                required(day.getClose(), "close")
                        .atDate(date)
                        .atZone(SessionCalendar.EXCHANGE_ZONE)
                        .toInstant());
    }

    private static Optional<Instrument> instrument(@Nullable String assetClass, String symbol) {
        return switch (assetClass) {
            case "us_option" -> Optional.of(OptionContract.parse(symbol));
            case "us_equity" -> ticker(assetClass, symbol);
            case null -> contract(symbol).or(() -> ticker("none", symbol));
            default -> leftOut(assetClass, symbol);
        };
    }

    private static Optional<Instrument> contract(String symbol) {
        try {
            return Optional.of(OptionContract.parse(symbol));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instrument> ticker(String assetClass, String symbol) {
        try {
            return Optional.of(new Ticker(symbol));
        } catch (IllegalArgumentException e) {
            return leftOut(assetClass, symbol);
        }
    }

    private static Optional<Instrument> leftOut(String assetClass, String symbol) {
        log.atError()
                .addKeyValue("assetClass", assetClass)
                .addKeyValue("symbol", symbol)
                .log("Asset of no known kind left out");
        return Optional.empty();
    }
}
