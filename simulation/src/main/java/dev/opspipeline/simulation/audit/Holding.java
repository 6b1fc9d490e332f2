package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Fill;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        if (quantity() == 0) {
            closedAt = fill.at();
        }
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
