package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.alpaca.AlpacaProperties;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Whose dispatcher this is: there is no default, because a small account once ran on a large one's limits.
 *
 * @param name what operators call the account; the tier unless they say otherwise
 * @param live the number of the account whose real money may be spent; empty for play money
 */
@Validated
@ConfigurationProperties("account")
record DispatcherProperties(
        @NotNull(message = "ACCOUNT_TIER must be set to tiny, small, medium or large")
        Tier tier,

        @Nullable String name,

        String live) {

    /** As an operator would say it. */
    String spokenName() {
        return name == null || name.isBlank() ? tier.id() : name;
    }

    /**
     * Real money is spent by somebody's explicit word only, and play money does not pass for it. Closing needs no such word.
     *
     * @throws IllegalArgumentException when address and word do not go together
     */
    void requireMeant(AlpacaProperties alpaca) {
        if (!alpaca.isPaper() && !live.equals(alpaca.accountNumber())) {
            throw new IllegalArgumentException(
                    "ALPACA_LIVE_ACCOUNT must repeat the account's number, %s, for ALPACA_TRADING_URL %s spends real money; was '%s'"
                            .formatted(alpaca.accountNumber(), alpaca.tradingUrl(), live));
        }
        if (alpaca.isPaper() && !live.isEmpty()) {
            throw new IllegalArgumentException(
                    "ALPACA_LIVE_ACCOUNT must not be set, was '%s': ALPACA_TRADING_URL %s spends no real money"
                            .formatted(live, alpaca.tradingUrl()));
        }
    }
}
