package dev.opspipeline.adapters.ssm;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where the parameter store is.
 *
 * @param endpoint null for AWS itself
 */
@Validated
@ConfigurationProperties("ssm")
public record SsmProperties(
        @NotBlank(message = "AWS_REGION must be set, as in us-west-2")
        String region,

        @Nullable URI endpoint) {

    public SsmProperties {
        // An unset variable comes in as an empty address.
        endpoint = endpoint == null || endpoint.toString().isEmpty() ? null : endpoint;
    }
}
