package dev.opspipeline.sandbox.market;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the market says of one contract at one instant.
 *
 * @param bid dollars per share in whole cents; zero when nobody bids
 * @param ask dollars per share in whole cents
 * @param volume contracts traded today so far
 */
public record OptionQuote(
        BigDecimal bid,
        BigDecimal ask,
        double delta,
        double gamma,
        double theta,
        double vega,
        double impliedVolatility,
        long volume,
        Instant at) {

    public boolean hasBid() {
        return bid.signum() > 0;
    }

    /** Halfway between bid and ask, dollars per share with a half cent at most. */
    public BigDecimal mid() {
        return bid.add(ask).multiply(new BigDecimal("0.5"));
    }
}
