package dev.opspipeline.positionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/exits.md true: every alarm that the exits can raise, and no other. */
class AlarmsPageTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Pattern RAISED = Pattern.compile("(?:(?:alert|Alert)\\(\\s*|refuse\\(found, )\"([^\"]+)\"");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");

    /** Something that went well. */
    private static final Set<String> NO_ALARMS = Set.of("exits.config.accepted", "nothing held to close");

    @Test
    void thePageNamesEveryAlarm() throws IOException {
        Set<String> raised = new TreeSet<>();
        for (String sources : List.of(
                "common-risk/src/main/java/dev/opspipeline/exit",
                "position-manager/src/main/java/dev/opspipeline/positionmanager")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(sources))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    RAISED.matcher(Files.readString(file)).results().forEach(match -> raised.add(match.group(1)));
                }
            }
        }
        raised.removeAll(NO_ALARMS);
        assertThat(raised).hasSizeGreaterThan(10);

        assertThat(page()).containsExactlyInAnyOrderElementsOf(raised);
    }

    private static Set<String> page() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/exits.md"));
        Set<String> named = new TreeSet<>();
        text.substring(text.indexOf("| alarm |"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .forEach(cell -> NAMED.matcher(cell).results().forEach(match -> named.add(match.group(1))));
        return named;
    }
}
