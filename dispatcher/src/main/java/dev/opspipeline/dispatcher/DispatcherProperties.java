package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Whose dispatcher this is: there is no default, because a small account once ran on a large one's limits.
 *
 * @param name what operators call the account
 */
@Validated
@ConfigurationProperties("account")
record DispatcherProperties(
        @NotNull(message = "ACCOUNT_TIER must be set to tiny, small, medium or large")
        Tier tier,

        @NotBlank(message = "ACCOUNT_NAME must not be empty")
        String name) {}
