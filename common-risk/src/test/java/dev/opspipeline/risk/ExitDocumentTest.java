package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitPolicy;
import dev.opspipeline.exit.ExitPolicy.Adopt;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.exit.ExitTerms;
import dev.opspipeline.exit.Trailing;
import dev.opspipeline.money.Fraction;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@NullMarked
class ExitDocumentTest {

    @ParameterizedTest
    @EnumSource(Tier.class)
    void F03_whatIsLeftOutIsTheTablesAndNothingForeignIsTouched(Tier tier) {
        ExitPolicy policy = accepted(Map.of("account_tier", tier.id()), tier);

        assertThat(policy.day()).isEqualTo(ExitPolicy.of(tier).day());
        assertThat(policy.swing()).isEqualTo(ExitPolicy.of(tier).swing());
        assertThat(policy.adopt()).isEqualTo(Adopt.NONE);
        assertThat(policy.flattenIncludesExternal()).isFalse();
        assertThat(policy.version()).isEqualTo("7");
    }

    @Test
    void everyKeySetsItsTerm() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("account_tier", "tiny");
        values.put("stop_pct_day", new BigDecimal("0.30"));
        values.put("stop_pct_swing", new BigDecimal("0.25"));
        values.put("target_pct_day", new BigDecimal("0.60"));
        values.put("target_pct_swing", new BigDecimal("0.55"));
        values.put("trailing_arm_pct", new BigDecimal("0.20"));
        values.put("trailing_give_back_pct", new BigDecimal("0.50"));
        values.put("max_hold_minutes_day", 120L);
        values.put("max_hold_days_swing", 3L);
        values.put("minutes_before_close", 20L);
        values.put("minutes_before_close_expiring", 90L);
        values.put("close_losing_swings_overnight", false);
        values.put("adopt_external", "long_options");
        values.put("flatten_includes_external", true);
        values.put("x_note", "quiet week");
        ExitPolicy policy = accepted(values, Tier.TINY);

        Trailing trailing = new Trailing(Fraction.of("0.20"), Fraction.of("0.50"));
        assertThat(policy)
                .isEqualTo(new ExitPolicy(
                        "7",
                        new ExitTerms(
                                Fraction.of("0.30"),
                                Fraction.of("0.60"),
                                trailing,
                                Duration.ofMinutes(120),
                                Duration.ofMinutes(20),
                                Duration.ofMinutes(90),
                                false),
                        new ExitTerms(
                                Fraction.of("0.25"),
                                Fraction.of("0.55"),
                                trailing,
                                Duration.ofDays(3),
                                Duration.ofMinutes(20),
                                Duration.ofMinutes(90),
                                false),
                        Adopt.LONG_OPTIONS,
                        true));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            tier,  key,                           value, accepted
            TINY,  stop_pct_day,                  0.14,  false
            TINY,  stop_pct_day,                  0.15,  true
            TINY,  stop_pct_day,                  0.50,  true
            TINY,  stop_pct_day,                  0.51,  false
            TINY,  stop_pct_swing,                0.40,  true
            TINY,  stop_pct_swing,                0.41,  false
            LARGE, stop_pct_day,                  0.25,  true
            LARGE, stop_pct_day,                  0.26,  false
            TINY,  target_pct_day,                0.04,  false
            TINY,  target_pct_day,                0.05,  true
            TINY,  target_pct_day,                10,    true
            TINY,  target_pct_day,                10.1,  false
            TINY,  max_hold_minutes_day,          4,     false
            TINY,  max_hold_minutes_day,          5,     true
            TINY,  max_hold_minutes_day,          390,   true
            TINY,  max_hold_minutes_day,          391,   false
            TINY,  max_hold_days_swing,           0,     false
            TINY,  max_hold_days_swing,           30,    true
            TINY,  max_hold_days_swing,           31,    false
            TINY,  max_hold_days_swing,           1.5,   false
            TINY,  minutes_before_close,          4,     false
            TINY,  minutes_before_close,          5,     true
            TINY,  minutes_before_close,          121,   false
            TINY,  minutes_before_close_expiring, 34,    false
            TINY,  minutes_before_close_expiring, 35,    true
            """)
    void numbersHaveBounds(Tier tier, String key, BigDecimal value, boolean accepted) {
        ExitDocument read = ExitDocument.read(
                Map.of("account_tier", tier.id(), key, value.scale() == 0 ? value.longValueExact() : value), tier, "7");

        assertThat(read instanceof ExitDocument.Accepted).isEqualTo(accepted);
    }

    @Test
    void X58_allProblemsAreSaidAtOnceWithTheNearestKey() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("account_tier", "large");
        values.put("stop_pct_dya", new BigDecimal("0.30"));
        values.put("adopt_external", "everything");
        values.put("max_hold_days_swing", null);
        values.put("trailing_give_back_pct", new BigDecimal("0.4"));

        assertThat(problems(values, Tier.TINY))
                .containsExactlyInAnyOrder(
                        "account_tier must be \"tiny\", was \"large\"",
                        "stop_pct_dya is not a known key, was 0.30; the nearest known key is stop_pct_day",
                        "adopt_external must be one of none, long_options, all, was \"everything\"",
                        "max_hold_days_swing must be a whole number, 1 to 30, was null",
                        "trailing_give_back_pct 0.4 means nothing without trailing_arm_pct");
    }

    @Test
    void trailingIsSwitchedOffByNullAndOnByItsArm() {
        Map<String, @Nullable Object> values = new HashMap<>(Map.of("account_tier", "tiny"));
        values.put("trailing_arm_pct", null);
        assertThat(accepted(values, Tier.TINY).day().trailing()).isNull();

        values.put("trailing_arm_pct", new BigDecimal("0.30"));
        assertThat(accepted(values, Tier.TINY).day().trailing()).isEqualTo(Trailing.STANDARD);
    }

    @Test
    void thePageNamesEveryKeyWithItsBounds() throws IOException {
        Pattern row = Pattern.compile("\\| `(\\w+)` \\| ([^|]+) \\|.*");
        Map<String, String> page = new HashMap<>();
        try (Stream<String> lines = Files.lines(Path.of(System.getProperty("project.root"), "docs/exits.md"))) {
            lines.map(row::matcher)
                    .filter(Matcher::matches)
                    .forEach(match -> page.put(match.group(1), match.group(2).trim()));
        }
        Map<String, String> code = new HashMap<>();
        Arrays.stream(ExitKey.values()).forEach(key -> code.put(key.key(), key.allowed(Tier.LARGE)));

        assertThat(page).containsAllEntriesOf(code);
    }

    @Test
    void F48_thePageNamesEveryReasonInOrderOfUrgency() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(System.getProperty("project.root"), "docs/exits.md"))) {
            assertThat(lines.filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                            .map(line -> line.substring(3, line.indexOf('`', 3))))
                    .containsExactlyElementsOf(Arrays.stream(ExitReason.values())
                            .map(ExitReason::name)
                            .toList());
        }
    }

    private static ExitPolicy accepted(Map<String, @Nullable Object> values, Tier tier) {
        return ((ExitDocument.Accepted) ExitDocument.read(values, tier, "7")).policy();
    }

    private static List<String> problems(Map<String, @Nullable Object> values, Tier tier) {
        return ((ExitDocument.Refused) ExitDocument.read(values, tier, "7")).problems();
    }
}
