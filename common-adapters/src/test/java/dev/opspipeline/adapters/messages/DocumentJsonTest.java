package dev.opspipeline.adapters.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.messages.DocumentJson.Parsed;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DocumentJsonTest {

    @Test
    void commentsAreAllowedBecauseOperatorsKeepThem() {
        assertThat(values("""
                        // since Monday
                        {
                          "max_open_positions": 2, // was 3
                          /* for now */ "account_tier": "tiny"
                        }
                        """)).containsExactly(Map.entry("max_open_positions", 2L), Map.entry("account_tier", "tiny"));
    }

    @Test
    void wholeNumbersAreLongsAndOthersExactDecimals() {
        assertThat(values("""
                        {"whole": 1500, "negative": -1, "fraction": 0.10, "power": 1e3,
                         "none": null, "flag": true, "several": ["BUY_CALL", 1]}"""))
                .containsEntry("whole", 1500L)
                .containsEntry("negative", -1L)
                .containsEntry("fraction", new BigDecimal("0.10"))
                .containsEntry("power", new BigDecimal("1e3"))
                .containsEntry("none", null)
                .containsEntry("flag", true)
                .containsEntry("several", Arrays.asList("BUY_CALL", 1L));
    }

    @Test
    void theOrderOfTheDocumentIsKept() {
        assertThat(values("{\"z\":1,\"a\":2,\"m\":3}").keySet())
                .isEqualTo(new java.util.LinkedHashSet<>(List.of("z", "a", "m")));
        assertThat(List.copyOf(values("{\"z\":1,\"a\":2,\"m\":3}").keySet())).containsExactly("z", "a", "m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            text                                | complaint                          | place
            {"a":1,"a":2}                       | uplicate                           | (line 1, column
            {"limits":{"a":1,"a":1}}            | uplicate                           | (line 1, column
            {"a":1} {"a":2}                     | railing token                      | (line 1, column
            {"a":1} x                           | nrecognized token                  | (line 1, column
            {"a":1                              | nexpected end-of-input             | (line 1, column
            {'a':1}                             | nexpected character                | (line 1, column
            {"a":NaN}                           | NaN                                | (line 1, column
            {"a":01}                            | eading zeroes                      | (line 1, column
            {"a":9223372036854775808}           | out of range                       | (line 1, column
            {"a":1,}                            | nexpected character                | (line 1, column
            """)
    void whatIsNotOneDocumentIsMalformedAndItsPlaceIsNamed(String text, String complaint, String place) {
        assertThat(complaint(text))
                .startsWith("not a JSON object: ")
                .contains(complaint)
                .contains(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "[{\"a\":1}]", "5", "\"text\"", "true", "// nothing but a comment"})
    void whatIsNotAnObjectIsMalformed(String text) {
        assertThat(complaint(text)).containsAnyOf("not a JSON object", "must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account_tier: tiny\nmax_open_positions: 2\n",
                "---\naccount_tier: tiny\n",
                "{account_tier: tiny, max_open_positions: 2}",
                "# limits\n{\"account_tier\": \"tiny\"}",
                "- BUY_CALL\n- BUY_PUT\n"
            })
    void F58_yamlIsMalformedRatherThanADocumentWithoutLimits(String text) {
        assertThat(complaint(text)).startsWith("not a JSON object: ");
    }

    @Test
    void aBottomlessDocumentIsMalformedRatherThanTheEndOfTheStack() {
        assertThat(complaint("{\"a\":".repeat(100_000))).startsWith("not a JSON object: ");
    }

    private static Map<String, @Nullable Object> values(String text) {
        return switch (DocumentJson.parse(text)) {
            case Parsed.Document(Map<String, @Nullable Object> values) -> values;
            case Parsed.Malformed(String why) -> throw new AssertionError(why);
        };
    }

    private static String complaint(String text) {
        return switch (DocumentJson.parse(text)) {
            case Parsed.Document(Map<String, @Nullable Object> values) -> throw new AssertionError("read as " + values);
            case Parsed.Malformed(String why) -> why;
        };
    }
}
