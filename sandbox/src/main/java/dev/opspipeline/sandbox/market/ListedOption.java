package dev.opspipeline.sandbox.market;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One option contract that is listed today, on 100 shares.
 *
 * @param strike dollars per share
 * @param openInterest contracts open at yesterday's close
 * @param dailyVolume contracts that trade during the whole of today
 */
public record ListedOption(
        String underlying, LocalDate expiry, boolean call, BigDecimal strike, long openInterest, long dailyVolume) {

    /** Shares per contract. */
    public static final int MULTIPLIER = 100;

    private static final DateTimeFormatter OCC_DATE = DateTimeFormatter.ofPattern("uuMMdd", Locale.ROOT);

    /** The OCC symbol, as in {@code NVDA260410C00190000}. */
    public String symbol() {
        return symbol(underlying, expiry, call, strike);
    }

    static String symbol(String underlying, LocalDate expiry, boolean call, BigDecimal strike) {
        long thousandths = strike.movePointRight(3).longValueExact();
        return underlying
                + OCC_DATE.format(expiry)
                + (call ? 'C' : 'P')
                + String.format(Locale.ROOT, "%08d", thousandths);
    }
}
