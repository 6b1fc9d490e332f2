package dev.opspipeline.signalengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchListTest {

    @ParameterizedTest
    @CsvSource({"500, true", "501, false"})
    void watchesFiveHundredTickersAndNotOneMore(int count, boolean accepted) {
        String text = IntStream.range(0, count)
                .mapToObj(i -> "A" + (char) ('A' + i / 26 / 26) + (char) ('A' + i / 26 % 26) + (char) ('A' + i % 26))
                .collect(Collectors.joining(","));

        if (accepted) {
            assertThat(WatchList.parse(text).tickers()).hasSize(count);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WatchList.parse(text))
                    .withMessage("tickers must be at most 500, were 501");
        }
    }
}
