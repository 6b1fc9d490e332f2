package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md true: every key with its bounds, its default in each tier, and its ceilings. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs/configuration.md");

    @Test
    void thePageHasEveryKeyWithItsBoundsAndDefaults() throws IOException {
        List<String> code = Arrays.stream(LimitKey.values())
                .map(key -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                key.key(),
                                key.allowed(),
                                each(tier ->
                                        String.valueOf(TierTable.limits(tier).value(key))),
                                key.riskier().name().toLowerCase(Locale.ROOT)))
                .toList();

        List<String> page = rows(9);
        assertThat(page.stream()
                        .map(row -> row.substring(0, row.lastIndexOf('|', row.length() - 2) + 1))
                        .toList())
                .isEqualTo(code);
        assertThat(page).as("each key's meaning").noneMatch(row -> row.endsWith("|  |"));
    }

    @Test
    void thePageHasEveryCeiling() throws IOException {
        List<String> code = Arrays.stream(LimitKey.values())
                .filter(key -> TierTable.ceiling(Tier.TINY, key).isPresent())
                .map(key -> "| `%s` | %s |"
                        .formatted(
                                key.key(),
                                each(tier -> TierTable.ceiling(tier, key)
                                        .orElseThrow()
                                        .toPlainString())))
                .toList();

        assertThat(rows(6)).isEqualTo(code);
    }

    private static String each(Function<Tier, String> cell) {
        return Arrays.stream(Tier.values()).map(cell).collect(Collectors.joining(" | "));
    }

    /** The rows about known keys that have so many bars. */
    private static List<String> rows(int bars) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(row -> row.chars().filter(letter -> letter == '|').count() == bars)
                .filter(row -> row.startsWith("| `")
                        && LimitKey.ofKey(row.substring(3, row.indexOf('`', 3))).isPresent())
                .toList();
    }
}
