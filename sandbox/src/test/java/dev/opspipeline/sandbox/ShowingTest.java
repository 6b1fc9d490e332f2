package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShowingTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            terminal, term,  plain, live
            true,     xterm, false, true
            false,    xterm, false, false
            true,     dumb,  false, false
            true,     ,      false, false
            true,     xterm, true,  false
            """)
    void onlyARealTerminalIsDrawnOn(boolean terminal, @Nullable String term, boolean plain, boolean live) {
        assertThat(showing(term, null, terminal, plain, "UTF-8").live()).isEqualTo(live);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            value, colours
            ,      true
            '',    true
            1,     false
            """)
    void noColorIsHonoured(@Nullable String value, boolean colours) {
        assertThat(showing("xterm", value, true, false, "UTF-8").colours()).isEqualTo(colours);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, true", "US-ASCII, false", "ISO-8859-1, false"})
    void glyphsAreForThoseWhoCanShowThem(String charset, boolean unicode) {
        assertThat(showing("xterm", null, true, false, charset).unicode()).isEqualTo(unicode);
    }

    private static Showing showing(
            @Nullable String term, @Nullable String noColor, boolean terminal, boolean plain, String charset) {
        Map<String, String> environment = new HashMap<>();
        if (term != null) {
            environment.put("TERM", term);
        }
        if (noColor != null) {
            environment.put("NO_COLOR", noColor);
        }
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, Charset.forName(charset));
        return Showing.of(out, environment, terminal, plain);
    }
}
