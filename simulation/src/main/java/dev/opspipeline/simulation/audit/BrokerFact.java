package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that happened at the broker: the only evidence of what was traded. */
sealed interface BrokerFact {

    /** Market time. */
    Instant at();

    /** The tier whose account it concerns; null for the market. */
    @Nullable
    String account();

    /** The account's money at the opening and at the end. */
    record Statement(
            Instant at, String account, String accountNumber, BigDecimal cash, BigDecimal equity, BigDecimal lastEquity)
            implements BrokerFact {}

    /** An option quote that somebody was served; a side without a price is zero. */
    record Quote(Instant at, @Nullable String account, String service, String symbol, BigDecimal bid, BigDecimal ask)
            implements BrokerFact {

        boolean usable() {
            return bid.signum() > 0 && ask.compareTo(bid) >= 0;
        }

        BigDecimal mid() {
            return bid.add(ask).divide(BigDecimal.TWO);
        }

        /** The spread exceeds a quarter of mid. */
        boolean wide() {
            return ask.subtract(bid).compareTo(mid().multiply(new BigDecimal("0.25"))) > 0;
        }
    }

    /** The account's money just before an order. */
    record Funds(BigDecimal cash, BigDecimal equity, BigDecimal lastEquity, BigDecimal optionsBuyingPower) {}

    /**
     * An order as it reached the broker.
     *
     * @param limitPrice dollars per share; null for a market order
     * @param funds null only for an order the broker refused
     * @param orderId the broker's id; the client's when the broker gave none
     */
    record Submit(
            Instant at,
            String account,
            String service,
            String clientOrderId,
            String symbol,
            boolean buy,
            int quantity,
            @Nullable BigDecimal limitPrice,
            String intent,
            boolean accepted,
            String orderId,
            @Nullable Funds funds)
            implements BrokerFact {

        OrderId id() {
            return OrderId.parse(clientOrderId);
        }

        /** Placed by something else than this system, as in a drill with orders by hand. */
        boolean byHand() {
            return id() instanceof OrderId.Foreign
                    && !service.equals("dispatcher")
                    && !service.equals("position-manager");
        }

        /** An accepted purchase by this system. */
        boolean entry() {
            return accepted && buy && !byHand();
        }

        /** An accepted sale by this system. */
        boolean exit() {
            return accepted && !buy && !byHand();
        }

        /** Dollars at the limit price; zero without one. */
        BigDecimal outlay() {
            return limitPrice == null
                    ? BigDecimal.ZERO
                    : limitPrice.multiply(BigDecimal.valueOf((long) quantity * Occ.multiplier(symbol)));
        }
    }

    /** An execution, with the quote it was made at. */
    record Fill(
            Instant at,
            String account,
            String orderId,
            String clientOrderId,
            String symbol,
            boolean buy,
            int quantity,
            BigDecimal price,
            BigDecimal bid,
            BigDecimal ask,
            int positionQuantity)
            implements BrokerFact {

        BigDecimal dollars() {
            return price.multiply(BigDecimal.valueOf((long) quantity * Occ.multiplier(symbol)));
        }
    }

    /**
     * An execution that the exchange took back; at another price it follows as a fill.
     *
     * @param buy the order was a purchase
     */
    record Bust(
            Instant at,
            String account,
            String orderId,
            String clientOrderId,
            String symbol,
            boolean buy,
            int quantity,
            BigDecimal price)
            implements BrokerFact {

        BigDecimal dollars() {
            return price.multiply(BigDecimal.valueOf((long) quantity * Occ.multiplier(symbol)));
        }
    }

    /** A change of an order's state. */
    record OrderUpdate(Instant at, String account, String orderId, String clientOrderId, String status)
            implements BrokerFact {

        boolean terminal() {
            return switch (status) {
                case "canceled", "expired", "rejected", "filled" -> true;
                default -> false;
            };
        }
    }
}
