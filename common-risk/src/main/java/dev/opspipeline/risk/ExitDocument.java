package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading an operator's document of exits: a policy to swap in as a whole, or every reason why not. A refused
 * document changes nothing: the last good one stays in force.
 */
public sealed interface ExitDocument {

    /** What holds for positions opened, or adopted, from here on; what the document leaves out is the tier table's. */
    record Accepted(ExitPolicy policy) implements ExitDocument {}

    /** @param problems all of them, each naming the key, its value and what is allowed */
    record Refused(List<String> problems) implements ExitDocument {

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
     * @param version names the document in what is told of it
     */
    static ExitDocument read(Map<String, @Nullable Object> values, Tier tier, String version) {
        return new ExitDocumentReader(tier, version).read(values);
    }
}
