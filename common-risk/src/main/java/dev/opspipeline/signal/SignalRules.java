package dev.opspipeline.signal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The rules there are, by name. */
public final class SignalRules {

    private static final Map<String, Supplier<SignalRule>> RULES = new LinkedHashMap<>();

    static {
        RULES.put("trend1", TrendRule::new);
        RULES.put("gap1", GapFadeRule::new);
    }

    private SignalRules() {}

    /**
     * The rules of these names, each once, in the order given.
     *
     * @throws IllegalArgumentException when there is no name, or no rule of a name
     */
    public static List<SignalRule> named(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("strategies must name at least one of %s".formatted(RULES.keySet()));
        }
        return names.stream().distinct().map(SignalRules::named).toList();
    }

    private static SignalRule named(String name) {
        return Optional.ofNullable(RULES.get(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "strategies must be of %s, was '%s'".formatted(RULES.keySet(), name)))
                .get();
    }
}
