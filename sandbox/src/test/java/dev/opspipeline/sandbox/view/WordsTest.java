package dev.opspipeline.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class WordsTest {

    private static final Path CODES = Path.of("../common-risk/src/main/java/dev/opspipeline/risk/RefusalCode.java");

    @Test
    void everyReasonTheSystemHasIsPutIntoWords() throws IOException {
        Set<String> codes = Pattern.compile("(?m)^    ([A-Z_]+)[,;]?$")
                .matcher(Files.readString(CODES))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(codes).hasSizeGreaterThan(30).isEqualTo(Words.REFUSALS.keySet());
    }

    @Test
    void aReasonNobodyHasWordsForYetIsStillReadable() {
        assertThat(Words.refusal("NEW_GATE")).isEqualTo("new gate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code           | observed                            | limit         | said
            LOW_CONFIDENCE | 0.699999                            | at least 0.7  | confidence too low: 0.699 [at least 0.7]
            POSITION_LIMIT | 2                                   | below 2       | position limit reached: 2 [below 2]
            CANNOT_AFFORD  | one AMD260410P00202500 costs 104.00 | at most 60.13 | too dear for this account: one AMD 202.50 put Apr 10 costs 104.00 [at most 60.13]
            MARKET_CLOSED  | 2026-04-10T13:31:00Z                | later         | outside entry hours: 09:31 [later]
            """)
    void aRefusalSaysWhatWasSeenAndWhatIsAsked(String code, String observed, String limit, String said) {
        assertThat(Words.refusal(JsonMapper.shared()
                        .createObjectNode()
                        .put("code", code)
                        .put("observed", observed)
                        .put("limit", limit)))
                .isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            symbol,              words
            INTC260410C00062000, INTC 62 call Apr 10
            BRK.B261218P00500125, BRK.B 500.125 put Dec 18
            AAPL,                AAPL
            """)
    void aContractIsReadAsTradersSayIt(String symbol, String words) {
        assertThat(Words.contract(symbol)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            amount    | money      | profit
            1234567.8 | 1,234,567.80 | +1,234,567.80
            0         | 0.00       | 0.00
            -20       | -20.00     | -20.00
            """)
    void moneyHasItsCentsAndAProfitItsSign(BigDecimal amount, String money, String profit) {
        assertThat(Words.money(amount)).isEqualTo(money);
        assertThat(Words.profit(amount)).isEqualTo(profit);
    }
}
