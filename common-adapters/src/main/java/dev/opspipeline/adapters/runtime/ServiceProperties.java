package dev.opspipeline.adapters.runtime;

import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Who this process is and by which clock it runs.
 *
 * @param instance unique among the service's instances
 * @param marketClock see {@link ServiceRuntime}
 * @param revision what is running, as the image was built from it
 * @param heartbeatFile touched while the service's loop lives; null for none
 */
@Validated
@ConfigurationProperties("service")
public record ServiceProperties(
        @NotBlank(message = "INSTANCE_ID must not be empty") String instance,

        @NotBlank(message = "MARKET_CLOCK must be wall, running;… or stepped;…")
        String marketClock,

        @NotBlank(message = "REVISION must not be empty") String revision,

        @Nullable Path heartbeatFile) {

    public ServiceProperties {
        // An unset variable comes in as an empty path.
        heartbeatFile = heartbeatFile == null || heartbeatFile.toString().isEmpty() ? null : heartbeatFile;
    }
}
