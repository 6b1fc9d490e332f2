package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading an operator's document of limits: limits to swap in as a whole, or every reason why not. A
 * refused document changes nothing: the last good one stays in force.
 */
public sealed interface LimitsDocument {

    /**
     * @param sources where each effective value came from
     * @param warnings what the operator should hear once, such as an older key's name
     * @param replacesVersion the version this document says it replaces; null when it says nothing
     */
    record Accepted(
            TierLimits limits,
            Map<LimitKey, ValueSource> sources,
            List<String> warnings,
            @Nullable String replacesVersion)
            implements LimitsDocument {

        public Accepted {
            sources = Map.copyOf(sources);
            warnings = List.copyOf(warnings);
        }
    }

    /** @param problems all of them, each naming the key, its value and what is allowed */
    record Refused(List<String> problems) implements LimitsDocument {

        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a problem");
            }
        }
    }

    /**
     * Reads a parsed document strictly.
     *
     * @param values the document's keys with String, Boolean, Long, BigDecimal, List or null as values
     * @param tier whose document it must be
     * @param version names the document on every decision
     */
    static LimitsDocument read(Map<String, @Nullable Object> values, Tier tier, String version) {
        return new LimitsReader(tier, version).read(values);
    }
}
