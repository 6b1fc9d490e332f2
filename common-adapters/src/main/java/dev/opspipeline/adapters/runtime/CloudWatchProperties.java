package dev.opspipeline.adapters.runtime;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What CloudWatch is told.
 *
 * @param metrics {@code emf}: metrics, by lines on standard output; {@code off}: nothing
 */
@Validated
@ConfigurationProperties("cloudwatch")
record CloudWatchProperties(
        @Pattern(regexp = "off|emf", message = "CLOUDWATCH_METRICS must be off or emf, was '${validatedValue}'")
        @DefaultValue("off")
        String metrics) {}
