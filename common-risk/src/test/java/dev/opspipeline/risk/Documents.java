package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents of limits for tests, written as {@code "max_daily_loss: 100, preset: growth"}. */
final class Documents {

    private Documents() {}

    static TierLimits limits(Tier tier, String keys) {
        LimitsDocument document = LimitsDocument.read(parse("account_tier: " + tier.id() + ", " + keys), tier, "7");
        assertThat(document).as(document.toString()).isInstanceOf(LimitsDocument.Accepted.class);
        return ((LimitsDocument.Accepted) document).limits();
    }

    /** Lists are written {@code [A B]}; a lone decimal point makes a BigDecimal, none a Long. */
    static Map<String, @Nullable Object> parse(String keys) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String pair : keys.split(",", -1)) {
            if (!pair.isBlank()) {
                String[] parts = pair.split(":", 2);
                values.put(parts[0].strip(), value(parts[1].strip()));
            }
        }
        return values;
    }

    private static @Nullable Object value(String text) {
        if (text.equals("null")) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.startsWith("[")) {
            String inner = text.substring(1, text.length() - 1).strip();
            return inner.isEmpty() ? List.of() : Arrays.asList(inner.split(" "));
        }
        if (text.matches("-?\\d+")) {
            return Long.valueOf(text);
        }
        return text.matches("-?\\d+\\.\\d+|\\d+e\\d+") ? new BigDecimal(text) : text;
    }
}
