package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealAccountTest {

    private final Map<String, String> environment =
            new HashMap<>(Map.of("APCA_API_KEY_ID", "PK1", "APCA_API_SECRET_KEY", "s3cret"));

    @Test
    void withoutAnAddressItIsAlpacasPaperTrading() {
        RealAccount account = RealAccount.of(environment, false, null);

        assertThat(account.tradingUrl()).isEqualTo(URI.create("https://paper-api.alpaca.markets"));
        assertThat(account.live()).isFalse();
        assertThat(account.passedOn()).isEmpty();
        assertThat(account).asString().doesNotContain("s3cret", "PK1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"APCA_API_KEY_ID", "APCA_API_SECRET_KEY"})
    void aMissingKeyIsNamed(String name) {
        environment.put(name, "  ");

        refuses(false, null, name + " is not set");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            realMoney, account
            false,
            true,
            false,     123
            """)
    void aLiveAddressNeedsTheWordAndTheNumber(boolean realMoney, @Nullable String account) {
        at("api.alpaca.markets");

        refuses(realMoney, account, "api.alpaca.markets is not Alpaca's paper address");
    }

    @Test
    void aLiveAddressIsTakenWithBoth() {
        at("api.alpaca.markets");

        assertThat(RealAccount.of(environment, true, "123").live()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"paper-api.alpaca.markets", "PAPER-API.alpaca.markets", "127.0.0.1:4000", "localhost:4000"})
    void paperAndThisMachineNeedNoConfirmationAndTakeNone(String host) {
        at(host);

        assertThat(RealAccount.of(environment, false, null).live()).isFalse();
        refuses(true, "123", "--real-money does not go with the paper address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paper-api.alpaca.markets.example.com", "127.0.0.1.example.com", "broker"})
    void whatOnlyLooksLikePaperIsTakenForLive(String host) {
        at(host);

        refuses(false, null, "is not Alpaca's paper address");
    }

    @Test
    void ordersAndTheirNewsAreOfOneBroker() {
        environment.put("ALPACA_TRADING_URL", "https://api.alpaca.markets");

        refuses(true, "123", "set both to one broker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paper-api.alpaca.markets", "http://", "https://a b"})
    void anAddressThatIsNoneIsSaidToBe(String address) {
        environment.put("ALPACA_TRADING_URL", address);

        refuses(false, null, "ALPACA_TRADING_URL must be an address like https://paper-api.alpaca.markets, was '");
    }

    private void at(String host) {
        environment.put("ALPACA_TRADING_URL", "https://" + host);
        environment.put("ALPACA_TRADING_STREAM_URL", "wss://" + host + "/stream");
    }

    private void refuses(boolean realMoney, @Nullable String account, String said) {
        assertThatExceptionOfType(CannotPlayException.class)
                .isThrownBy(() -> RealAccount.of(environment, realMoney, account))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .contains(said)
                        .doesNotContain("\n")
                        .doesNotContain("s3cret"));
    }
}
