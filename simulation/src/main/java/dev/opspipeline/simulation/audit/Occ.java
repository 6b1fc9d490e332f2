package dev.opspipeline.simulation.audit;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an option's symbol says, as in {@code NVDA260410C00190000}. */
record Occ(String underlying, LocalDate expiry, boolean call) {

    private static final Pattern SHAPE = Pattern.compile("([A-Z][A-Z0-9.]{0,5})(\\d{6})([CP])(\\d{8})");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuMMdd", Locale.ROOT);
    private static final int SHARES_PER_CONTRACT = 100;

    /** Empty for anything that is not an option, such as a stock. */
    static Optional<Occ> parse(String symbol) {
        Matcher matcher = SHAPE.matcher(symbol);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate expiry = LocalDate.parse(matcher.group(2), DATE);
            return Optional.of(
                    new Occ(matcher.group(1), expiry, matcher.group(3).equals("C")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static int multiplier(String symbol) {
        return parse(symbol).isPresent() ? SHARES_PER_CONTRACT : 1;
    }

    long daysToExpiry(LocalDate date) {
        return ChronoUnit.DAYS.between(date, expiry);
    }
}
