package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Bust;
import dev.opspipeline.simulation.audit.BrokerFact.Fill;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One position from its first fill until nothing is left: its fills, added up. */
final class Holding {

    private static final int FINE = 8;

    private final String tier;
    private final String symbol;
    private final String entryReference;
    private final TradeKind kind;
    private final boolean byHand;
    private final Instant openedAt;
    private final List<BigDecimal> averages = new ArrayList<>();
    private int bought;
    private int sold;
    private BigDecimal paid = BigDecimal.ZERO;
    private BigDecimal received = BigDecimal.ZERO;
    private @Nullable Instant closedAt;
    private final Set<String> orders = new HashSet<>();
    private final Set<String> closes = new LinkedHashSet<>();
    private int closedUnits;
    private BigDecimal closedFor = BigDecimal.ZERO;
    private int takenBack;
    private @Nullable Instant takenBackAt;

    Holding(Fill first) {
        this.tier = first.account();
        this.symbol = first.symbol();
        this.openedAt = first.at();
        switch (OrderId.parse(first.clientOrderId())) {
            case OrderId.Entry entry -> {
                entryReference = entry.recommendation();
                kind = entry.kind();
                byHand = false;
            }
            case OrderId.Exit exit -> {
                entryReference = exit.entryReference();
                kind = TradeKind.SWING;
                byHand = true;
            }
            case OrderId.Foreign foreign -> {
                entryReference = foreign.value();
                kind = TradeKind.SWING;
                byHand = true;
            }
        }
    }

    void take(Fill fill) {
        if (fill.buy()) {
            bought += fill.quantity();
            paid = paid.add(fill.dollars());
            averages.add(paid.divide(BigDecimal.valueOf((long) bought * multiplier()), FINE, RoundingMode.HALF_EVEN));
        } else {
            sold += fill.quantity();
            received = received.add(fill.dollars());
        }
        orders.add(fill.orderId());
        if (quantity() == 0) {
            closedAt = fill.at();
            closes.add(fill.clientOrderId());
            closedUnits = sold;
            closedFor = received;
        }
    }

    void takeBack(Bust bust) {
        takenBack++;
        takenBackAt = bust.at();
        if (bust.buy()) {
            bought -= bust.quantity();
            paid = paid.subtract(bust.dollars());
        } else {
            sold -= bust.quantity();
            received = received.subtract(bust.dollars());
            closedUnits = Math.min(closedUnits, sold);
            closedFor = closedUnits == sold ? received : closedFor;
        }
        closedAt = quantity() == 0 ? closedAt : null;
    }

    /** One of its fills was that order's. */
    boolean isOf(String orderId) {
        return orders.contains(orderId);
    }

    /** The orders whose fills left nothing of it, by the ids they were sent with: more than one if it was held again. */
    Set<String> closes() {
        return closes;
    }

    /** Units sold when nothing was left the last time, less those taken back since. */
    int closedUnits() {
        return closedUnits;
    }

    /** Dollars gained by these. */
    BigDecimal closedProfit() {
        BigDecimal cost = bought == 0
                ? BigDecimal.ZERO
                : paid.multiply(BigDecimal.valueOf(closedUnits))
                        .divide(BigDecimal.valueOf(bought), FINE, RoundingMode.HALF_EVEN);
        return closedFor.subtract(cost);
    }

    /** How many of its executions the broker took back. */
    int takenBack() {
        return takenBack;
    }

    /** When the last of them was; null while there is none. */
    @Nullable
    Instant takenBackAt() {
        return takenBackAt;
    }

    String tier() {
        return tier;
    }

    String symbol() {
        return symbol;
    }

    String entryReference() {
        return entryReference;
    }

    TradeKind kind() {
        return kind;
    }

    boolean day() {
        return kind.day();
    }

    /** Not opened by this system: counted in limits, but nobody owes it a plan. */
    boolean byHand() {
        return byHand;
    }

    Instant openedAt() {
        return openedAt;
    }

    /** Null while something is held. */
    @Nullable
    Instant closedAt() {
        return closedAt;
    }

    int multiplier() {
        return Occ.multiplier(symbol);
    }

    /** Units held; negative when short. */
    int quantity() {
        return bought - sold;
    }

    int bought() {
        return bought;
    }

    /** Dollars a share after each purchase, so the first is the first fill's price. */
    List<BigDecimal> averages() {
        return averages;
    }

    /** Dollars paid for what is still held. */
    BigDecimal cost() {
        return bought == 0
                ? BigDecimal.ZERO
                : paid.multiply(BigDecimal.valueOf(quantity()))
                        .divide(BigDecimal.valueOf(bought), FINE, RoundingMode.HALF_EVEN);
    }

    /** Dollars gained by the fills; complete once nothing is held. */
    BigDecimal realized() {
        return received.subtract(paid.subtract(cost()));
    }

    @Override
    public String toString() {
        return symbol + " (" + entryReference + ")";
    }
}
