package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class KnownSettingsTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]*)` \\|");

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            told,                    nearest
            ACCOUNT_TIER,            -
            ACCOUNT_TEIR,            ACCOUNT_TIER
            ACCOUNT_SIZE,            ACCOUNT_TIER
            OPS_ACCOUNT_TIER,        ACCOUNT_TIER
            KAFKA_BOOTSTRAP_SERVER,  KAFKA_BOOTSTRAP_SERVERS
            KAFKA_HEAP_OPTS,         -
            ALLOW_SHARED_CONFIGS,    ALLOW_SHARED_CONFIG
            PATH,                    -
            HOSTNAMES,               -
            """)
    void F53_aNameThatNobodyReadsIsRefusedWithTheNearestThatSomebodyDoes(String told, @Nullable String nearest) {
        Set<String> known =
                Set.of("ACCOUNT_TIER", "KAFKA_BOOTSTRAP_SERVERS", "ALLOW_SHARED_CONFIG", "HOSTNAME", "REVISION");

        List<String> problems = KnownSettings.problems(known, List.of(told));

        if (nearest == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).containsExactly(told + " is not a setting; the nearest is " + nearest);
        }
    }

    @Test
    void F53_whatIsKnownIsWhatTheConfigurationFilesAskFor() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "Config resource 'class path resource [edges.yaml]'",
                        Map.of("account.name", "${ACCOUNT_NAME:${ACCOUNT_TIER:}}")));

        KnownSettings.check(environment, List.of("ACCOUNT_NAME", "ACCOUNT_TIER", "TICKERS"));

        assertThatThrownBy(() -> KnownSettings.check(environment, List.of("ACCOUNT_NAMES", "ALPACA_URL")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "ACCOUNT_NAMES is not a setting; the nearest is ACCOUNT_NAME; ALPACA_URL is not");
    }

    @Test
    void thePageNamesEverySettingOfEveryService() throws IOException {
        Set<String> asked = new TreeSet<>(KnownSettings.OTHER_SERVICES);
        for (String file : List.of(
                "common-adapters/src/main/resources/edges.yaml", "dispatcher/src/main/resources/application.yaml")) {
            asked.addAll(names(PLACEHOLDER, file));
        }

        assertThat(names(ROW, "docs/configuration.md")).containsAll(asked);
    }

    private static List<String> names(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(MatchResult::group)
                .map(found -> found.replaceAll("[^A-Z0-9_]", ""))
                .toList();
    }
}
