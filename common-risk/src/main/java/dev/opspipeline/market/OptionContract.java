package dev.opspipeline.market;

import dev.opspipeline.money.Money;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standard listed option on 100 shares. The only place where a premium becomes dollars. */
public record OptionContract(Ticker underlying, LocalDate expiry, OptionType type, Money strike)
        implements Instrument, Comparable<OptionContract> {

    /** Shares per contract (fixed by the exchange for standard contracts). */
    public static final int MULTIPLIER = 100;

    private static final Pattern OCC = Pattern.compile("([A-Z][A-Z0-9.]{0,5})(\\d{6})([CP])(\\d{8})");
    private static final DateTimeFormatter OCC_DATE = DateTimeFormatter.ofPattern("uuMMdd", Locale.ROOT);
    private static final int STRIKE_DECIMALS = 3;

    public OptionContract {
        if (!strike.isPositive()) {
            throw new IllegalArgumentException("strike must be positive, was " + strike);
        }
    }

    /**
     * Reads an OCC symbol as the broker writes it, as in {@code NVDA260410C00190000}.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static OptionContract parse(String occSymbol) {
        Matcher matcher = OCC.matcher(occSymbol);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "option symbol must be root, yymmdd, C or P and eight digits, was '" + occSymbol + "'");
        }
        try {
            return new OptionContract(
                    new Ticker(matcher.group(1)),
                    LocalDate.parse(matcher.group(2), OCC_DATE),
                    matcher.group(3).equals("C") ? OptionType.CALL : OptionType.PUT,
                    new Money(new java.math.BigDecimal(matcher.group(4)).movePointLeft(STRIKE_DECIMALS)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("option symbol has no such date: '" + occSymbol + "'", e);
        }
    }

    @Override
    public String symbol() {
        return underlying.symbol()
                + OCC_DATE.format(expiry)
                + type.letter()
                + String.format(
                        Locale.ROOT,
                        "%08d",
                        strike.amount().movePointRight(STRIKE_DECIMALS).longValueExact());
    }

    @Override
    public int multiplier() {
        return MULTIPLIER;
    }

    /** Dollars paid or received for so many contracts at a premium per share. */
    public Money outlay(Money premium, int contracts) {
        return premium.times((long) MULTIPLIER * contracts);
    }

    /** Calendar days from the trading date to expiry; negative once expired. */
    public long daysToExpiry(LocalDate tradingDate) {
        return ChronoUnit.DAYS.between(tradingDate, expiry);
    }

    @Override
    public int compareTo(OptionContract other) {
        return symbol().compareTo(other.symbol());
    }

    @Override
    public String toString() {
        return symbol();
    }
}
