package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlpacaSettingsTest {

    @Test
    void showsNoCredentials() {
        AlpacaSettings settings = LocalServer.settings(8080);

        assertThat(settings.toString())
                .contains("http://127.0.0.1:8080", "ops-pipeline/dispatcher/test-1")
                .doesNotContain(settings.secret(), settings.keyId());
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            trading stream,              data stream,                      trade updates,                           bars
            wss://paper-api.alpaca.markets, wss://stream.data.alpaca.markets, wss://paper-api.alpaca.markets/stream, wss://stream.data.alpaca.markets/v2/iex
            wss://paper-api.alpaca.markets/stream, wss://stream.data.alpaca.markets/, wss://paper-api.alpaca.markets/stream, wss://stream.data.alpaca.markets/v2/iex
            ws://127.0.0.1:9/other,      ws://127.0.0.1:9,                 ws://127.0.0.1:9/other,                  ws://127.0.0.1:9/v2/iex
            """)
    void completesTheStreamsAddresses(String tradingStream, String dataStream, String updates, String bars) {
        AlpacaSettings settings = with(
                "key",
                "secret",
                "https://" + URI.create(tradingStream).getHost(),
                "https://h",
                tradingStream,
                dataStream,
                "ops-pipeline/a/b");

        assertThat(settings.tradeUpdatesAddress()).isEqualTo(updates);
        assertThat(settings.stockStreamAddress()).isEqualTo(bars);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            key,   secret,    trading url,     data url,    trading stream, data stream, user agent,       names
            '',    secret,    https://h,       https://h,   wss://h,        wss://h,     ops-pipeline/a/b, keyId
            key,   'bad one', https://h,       https://h,   wss://h,        wss://h,     ops-pipeline/a/b, secret
            key,   secret,    ftp://h,         https://h,   wss://h,        wss://h,     ops-pipeline/a/b, tradingUrl
            key,   secret,    https://h/v2,    https://h,   wss://h,        wss://h,     ops-pipeline/a/b, tradingUrl
            key,   secret,    https://u:p@h,   https://h,   wss://h,        wss://h,     ops-pipeline/a/b, tradingUrl
            key,   secret,    https://h,       h,           wss://h,        wss://h,     ops-pipeline/a/b, dataUrl
            key,   secret,    https://h,       https://h,   https://h,      wss://h,     ops-pipeline/a/b, tradingStreamUrl
            key,   secret,    https://h,       https://h,   wss://h,        wss://h/v2,  ops-pipeline/a/b, dataStreamUrl
            key,   secret,    https://h,       https://h,   wss://h,        wss://h,     curl,             userAgent
            """)
    void refusesWhatIsNotWellFormed(
            String key,
            String secret,
            String trading,
            String data,
            String tradingStream,
            String dataStream,
            String userAgent,
            String names) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(key, secret, trading, data, tradingStream, dataStream, userAgent))
                .withMessageStartingWith(names + " must ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("bad one", "u:p"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            trading,                          stream,                           allowed
            https://api.alpaca.markets,       wss://api.alpaca.markets,         true
            https://paper-api.alpaca.markets, wss://paper-api.alpaca.markets,   true
            http://sandbox:4700,              ws://sandbox:4700,                true
            http://sandbox:4700,              ws://other:4700,                  true
            https://api.alpaca.markets,       wss://paper-api.alpaca.markets,   false
            https://paper-api.alpaca.markets, wss://api.alpaca.markets,         false
            https://API.alpaca.markets,       wss://paper-api.alpaca.markets,   false
            https://api.alpaca.markets.,      wss://api.alpaca.markets.,        false
            https://live-api.alpaca.markets,  wss://live-api.alpaca.markets,    false
            http://sandbox:4700,              wss://paper-api.alpaca.markets,   false
            """)
    void F60_ordersAndTheirNewsAreBothOfRealMoneyOrBothOfPlayMoney(String trading, String stream, boolean allowed) {
        var made = assertThatCode(
                () -> with("key", "secret", trading, "https://h", stream + "/stream", "wss://h", "ops-pipeline/a/b"));

        if (allowed) {
            made.doesNotThrowAnyException();
        } else {
            made.isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("ALPACA_TRADING_URL and ALPACA_TRADING_STREAM_URL must both be at"
                            + " api.alpaca.markets or both at paper-api.alpaca.markets, were at ");
        }
    }

    private static AlpacaSettings with(
            String key,
            String secret,
            String trading,
            String data,
            String tradingStream,
            String dataStream,
            String userAgent) {
        return new AlpacaSettings(
                key,
                secret,
                URI.create(trading),
                URI.create(data),
                URI.create(tradingStream),
                URI.create(dataStream),
                "iex",
                "opra",
                AlpacaSettings.Waits.USUAL,
                userAgent,
                "PA1");
    }
}
