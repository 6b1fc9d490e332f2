package dev.opspipeline.signal;

import dev.opspipeline.market.Ticker;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names one recommendation for ever: made from ticker, bar, action and rule version, so that a restarted engine repeats
 * it rather than doubling it. Part of every order's id, hence its narrow alphabet.
 */
public record RecommendationId(String value) implements Comparable<RecommendationId> {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    public RecommendationId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "recommendation id must be 1 to 64 letters, digits, '_' or '-', was '" + value + "'");
        }
    }

    /** As in {@code NVDA-20260409T1431-CALL-trend1}. */
    public static RecommendationId of(Ticker ticker, Instant barStart, Action action, String rule) {
        return new RecommendationId("%s-%s-%s-%s"
                .formatted(ticker.symbol().replace('.', '_'), MINUTE.format(barStart), action.optionType(), rule));
    }

    @Override
    public int compareTo(RecommendationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
