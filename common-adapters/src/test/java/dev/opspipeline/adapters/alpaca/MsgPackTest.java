package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsgPackTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '!', textBlock = """
        bytes                          | json
        c0                             | null
        c3                             | true
        7f                             | 127
        cfffffffffffffffff             | 18446744073709551615
        d280000000                     | -2147483648
        cb3ff8000000000000             | 1.5
        a3535059                       | "SPY"
        c403535059                     | "SPY"
        920102                         | [1,2]
        81a15401                       | {"T":1}
        d6ff69d7a144                   | "2026-04-09T12:53:24Z"
        d7ff7735940069d7a144           | "2026-04-09T12:53:24.500Z"
        c70cff1dcd65000000000069d7a144 | "2026-04-09T12:53:24.500Z"
        d40501                         | "01"
        """)
    void readsEveryKindAsTheJsonItStandsFor(String bytes, String json) {
        assertThat(MsgPack.read(ByteString.decodeHex(bytes))).isEqualTo(JsonParser.parseString(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "92", "9201", "a353", "81a154", "c1", "0000", "810101"})
    void refusesWhatIsNotOneWholeValue(String bytes) {
        assertThatThrownBy(() -> MsgPack.read(ByteString.decodeHex(bytes))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void readsWhatItWrites() {
        String asked = "{\"action\":\"subscribe\",\"quotes\":[\"NVDA260417C00190000\"],\"of\":3}";
        assertThat(MsgPack.read(MsgPack.write(JsonParser.parseString(asked)))).hasToString(asked);
    }
}
