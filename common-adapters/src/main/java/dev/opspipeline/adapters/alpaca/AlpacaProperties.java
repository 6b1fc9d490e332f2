package dev.opspipeline.adapters.alpaca;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** One Alpaca account as the environment gives it; {@link AlpacaSettings} says what each means. */
@Validated
@ConfigurationProperties("alpaca")
public record AlpacaProperties(
        @NotBlank(message = "APCA_API_KEY_ID must be set") String keyId,

        @NotBlank(message = "APCA_API_SECRET_KEY must be set")
        String secret,

        @NotBlank(message = "ALPACA_ACCOUNT_NUMBER must be set to the number of the account the key belongs to")
        String accountNumber,

        @NotNull URI tradingUrl,
        @NotNull URI dataUrl,
        @NotNull URI tradingStreamUrl,
        @NotNull URI dataStreamUrl,

        @Pattern(
                regexp = "iex|sip",
                message = "ALPACA_STOCK_FEED must be iex or sip, was '${validatedValue}':"
                        + " of a delayed one every bar would be too old to trade on")
        String stockFeed,

        @Pattern(
                regexp = "indicative|opra",
                message = "ALPACA_OPTIONS_FEED must be indicative or opra, was '${validatedValue}'")
        String optionsFeed) {

    private static final String LIVE_HOST = "api.alpaca.markets";

    /** Who asks is told to the broker, so that its records say which service did what. */
    public AlpacaSettings settings(String service, String instance) {
        return new AlpacaSettings(
                keyId,
                secret,
                tradingUrl,
                dataUrl,
                tradingStreamUrl,
                dataStreamUrl,
                stockFeed,
                optionsFeed,
                AlpacaSettings.Waits.USUAL,
                "ops-pipeline/" + service + "/" + instance,
                accountNumber);
    }

    /** The account holds play money. */
    public boolean isPaper() {
        return !LIVE_HOST.equalsIgnoreCase(tradingUrl.getHost());
    }

    /** Without the credentials, so that it may be logged. */
    @Override
    public String toString() {
        return "AlpacaProperties[tradingUrl=%s, accountNumber=%s]".formatted(tradingUrl, accountNumber);
    }
}
