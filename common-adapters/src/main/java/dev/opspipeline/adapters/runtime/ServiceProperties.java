package dev.opspipeline.adapters.runtime;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Who this process is and by which clock it runs.
 *
 * @param instance unique among the service's instances
 * @param marketClock see {@link ServiceRuntime}
 */
@Validated
@ConfigurationProperties("service")
public record ServiceProperties(
        @NotBlank(message = "INSTANCE_ID must not be empty") String instance,

        @NotBlank(message = "MARKET_CLOCK must be wall, running;… or stepped;…")
        String marketClock) {}
