package dev.opspipeline.adapters.runtime;

import dev.opspipeline.risk.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** The names a service may be told by its environment: one that is mistyped must not pass for one that is absent. */
final class KnownSettings {

    /** What other services are told; one environment may serve them all. */
    static final Set<String> OTHER_SERVICES =
            Set.of("ALLOW_SHARED_CONFIG", "ALLOW_TABLE_DEFAULTS", "ALPACA_LIVE_ACCOUNT", "TICKERS", "STRATEGIES");

    /** Names that begin like this are ours alone. */
    private static final List<String> OURS = List.of("OPS_", "ACCOUNT_", "ALPACA_", "APCA_", "ALLOW_", "MARKET_");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
    /** So many letters apart is a slip of the finger, not another name. */
    private static final int A_SLIP = 2;

    private KnownSettings() {}

    /**
     * Throws when the process was told something that nobody reads.
     *
     * @param told the names of the environment's variables
     * @throws IllegalArgumentException naming each of them and the nearest known one
     */
    static void check(ConfigurableEnvironment environment, Collection<String> told) {
        List<String> problems = problems(known(environment), told);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Every name that a configuration file asks for. */
    private static Set<String> known(ConfigurableEnvironment environment) {
        Set<String> known = new TreeSet<>(OTHER_SERVICES);
        placeholders(environment).values().forEach(known::addAll);
        return known;
    }

    /** The variable that a property is read from, as in {@code ACCOUNT_TIER}; the property itself where it is from none. */
    static String variable(ConfigurableEnvironment environment, String property) {
        return placeholders(environment)
                .getOrDefault(property, List.of(property))
                .getFirst();
    }

    /** The variables that each property of a configuration file asks for, the one that counts first. */
    private static Map<String, List<String>> placeholders(ConfigurableEnvironment environment) {
        Map<String, List<String>> placeholders = new HashMap<>();
        environment.getPropertySources().stream()
                .filter(source -> source instanceof EnumerablePropertySource<?>
                        && source.getName().contains("Config resource"))
                .map(source -> (EnumerablePropertySource<?>) source)
                .forEach(source -> {
                    for (String property : source.getPropertyNames()) {
                        Matcher matcher = PLACEHOLDER.matcher(String.valueOf(source.getProperty(property)));
                        List<String> names =
                                matcher.results().map(found -> found.group(1)).toList();
                        if (!names.isEmpty()) {
                            placeholders.put(property, names);
                        }
                    }
                });
        return placeholders;
    }

    static List<String> problems(Set<String> known, Collection<String> told) {
        return told.stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .flatMap(name -> known.stream()
                        .min(Comparator.comparingInt(other -> EditDistance.between(other, name)))
                        .filter(nearest -> isOurs(name) || isSlipOf(nearest, name))
                        .map(nearest -> "%s is not a setting; the nearest is %s".formatted(name, nearest))
                        .stream())
                .toList();
    }

    private static boolean isOurs(String name) {
        return OURS.stream().anyMatch(name::startsWith);
    }

    /** Names of one word are too common to guess at. */
    private static boolean isSlipOf(String known, String name) {
        return known.indexOf('_') > 0 && EditDistance.between(known, name) <= A_SLIP;
    }
}
