package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps docs/gates.md true: every code in order, and no key that the document does not know. */
class GatesPageTest {

    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs/gates.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\|.*\\|(.*)\\|");
    private static final Pattern KEY = Pattern.compile("`(\\w+)`");

    @Test
    void thePageNamesEveryCodeInOrder() throws IOException {
        List<String> page = Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();

        assertThat(page)
                .containsExactlyElementsOf(
                        Arrays.stream(RefusalCode.values()).map(Enum::name).toList());
    }

    @Test
    void everyKeyOnThePageIsOneOfTheDocument() throws IOException {
        Set<String> keys = new HashSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                KEY.matcher(row.group(2)).results().forEach(key -> keys.add(key.group(1)));
            }
        }

        assertThat(keys)
                .hasSizeGreaterThan(20)
                .isSubsetOf(Arrays.stream(LimitKey.values()).map(LimitKey::key).toList());
    }
}
