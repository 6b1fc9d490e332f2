package dev.opspipeline.adapters.alpaca;

import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Reads single fields of the broker's answers; throws on what is missing or malformed. */
final class Reading {

    private Reading() {}

    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException("answer lacks " + name);
        }
        return value;
    }

    static String word(@Nullable String value, String name) {
        String word = required(value, name);
        if (word.isBlank()) {
            throw new IllegalStateException("answer has a blank " + name);
        }
        return word;
    }

    /** Rounds to the nearest hundredth of a cent: the broker reports more digits than it settles. */
    static Money money(@Nullable String value, String name) {
        return Money.nearest(new BigDecimal(required(value, name)));
    }

    static @Nullable Money moneyOrNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : Money.nearest(new BigDecimal(value));
    }

    /**
     * Whole units. A fraction of a share, which only an order placed by hand can leave, counts as a whole one: rounded
     * toward zero it would vanish from the book.
     */
    static int units(@Nullable String value, String name) {
        return new BigDecimal(required(value, name))
                .setScale(0, RoundingMode.UP)
                .intValueExact();
    }

    static Instant instant(@Nullable String value, String name) {
        return OffsetDateTime.parse(required(value, name)).toInstant();
    }

    static @Nullable Instant instantOrNull(@Nullable ZonedDateTime value) {
        return value == null ? null : value.toInstant();
    }
}
