package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Tier;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** Whose positions these are. */
@Validated
@ConfigurationProperties("account")
record PositionManagerProperties(
        @NotNull(message = "ACCOUNT_TIER must be set to tiny, small, medium or large")
        Tier tier) {}
