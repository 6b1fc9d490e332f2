package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.required;

import dev.opspipeline.account.BrokerOrder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jacobpeterson.alpaca.model.endpoint.common.enums.SortDirection;
import net.jacobpeterson.alpaca.model.endpoint.orders.Order;
import net.jacobpeterson.alpaca.model.endpoint.orders.enums.CurrentOrderStatus;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import net.jacobpeterson.alpaca.rest.endpoint.orders.OrdersEndpoint;
import org.jspecify.annotations.Nullable;

/** Reads the order list whole, which the broker gives in pages without a token: by the time of the last order seen. */
final class OrderPages {

    /** The broker's limit, orders. */
    static final int PAGE = 500;

    private static final int MOST_PAGES = 100;

    private final OrdersEndpoint endpoint;

    OrderPages(OrdersEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** All orders, oldest first. Throws when a page is missing: part of a list is no list. */
    List<BrokerOrder> read(CurrentOrderStatus status, @Nullable Instant after) throws AlpacaClientException {
        List<BrokerOrder> orders = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Instant from = after;
        for (int page = 0; page < MOST_PAGES; page++) {
            List<Order> rows = required(page(status, from), "a list");
            int known = seen.size();
            rows.stream()
                    .filter(row -> seen.add(required(row, "an order").getId()))
                    .forEach(row -> orders.addAll(AccountRows.orders(row)));
            if (rows.size() < PAGE) {
                orders.sort(Comparator.comparing(BrokerOrder::submittedAt));
                return orders;
            }
            if (seen.size() == known) {
                throw new IllegalStateException("order list does not advance beyond " + from);
            }
            // Orders of the same instant may be cut in two by the page: the overlap is dropped by id.
            from = submitted(rows.getLast()).minusNanos(1);
        }
        throw new IllegalStateException("order list has more than %d pages".formatted(MOST_PAGES));
    }

    private List<Order> page(CurrentOrderStatus status, @Nullable Instant after) throws AlpacaClientException {
        ZonedDateTime afterTime = after == null ? null : after.atZone(ZoneOffset.UTC);
        return endpoint.get(status, PAGE, afterTime, null, SortDirection.ASCENDING, false, null);
    }

    private static Instant submitted(Order order) {
        return required(order.getSubmittedAt() == null ? order.getCreatedAt() : order.getSubmittedAt(), "submitted_at")
                .toInstant();
    }
}
