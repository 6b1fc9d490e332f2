package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedMetersTest {

    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|.*\\| ?([A-Z]\\w+)? \\|$");

    private static PublishedMeters of(int dispatchers, int everyones, int engines) {
        Map<String, String> units = new TreeMap<>();
        IntStream.range(0, dispatchers).forEach(i -> units.put("dispatcher.m" + i, "Count"));
        IntStream.range(0, everyones).forEach(i -> units.put("service.m" + i, "Count"));
        IntStream.range(0, engines).forEach(i -> units.put("signal.m" + i, "Count"));
        return new PublishedMeters(units);
    }

    /** What both services of a tier have counts twice, and what belongs to no tier not at all. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            dispatchers, everyones, engines, metrics
            39,          0,         0,       39
            40,          0,         0,       40
            41,          0,         0,       41
            34,          3,         5,       40
            35,          3,         5,       41
            """)
    void aTierHasAtMostFortyMetrics(int dispatchers, int everyones, int engines, int metrics) {
        if (metrics <= PublishedMeters.MOST_PER_TIER) {
            assertThat(of(dispatchers, everyones, engines).units()).hasSize(dispatchers + everyones + engines);
        } else {
            assertThatThrownBy(() -> of(dispatchers, everyones, engines))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("at most 40 metrics a tier, were " + metrics);
        }
    }

    @Test
    void everyUnitIsOneThatCloudWatchKnows() {
        assertThat(PublishedMeters.OURS.units().values())
                .isSubsetOf(Set.of("Count", "Seconds", "Milliseconds", "None"));
    }

    @Test
    void thePageMarksWhatIsPublishedWithItsUnit() throws IOException {
        Map<String, String> marked = ROW.matcher(Files.readString(PAGE))
                .results()
                .filter(row -> row.group(2) != null)
                .collect(Collectors.toMap(row -> row.group(1), (MatchResult row) -> row.group(2)));

        assertThat(marked).isEqualTo(PublishedMeters.OURS.units());
    }
}
