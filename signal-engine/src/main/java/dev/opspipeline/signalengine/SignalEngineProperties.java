package dev.opspipeline.signalengine;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What the engine watches and how it judges.
 *
 * @param tickers symbols of the stocks, comma separated; empty to read them from the parameter store, where they can be
 *     changed while the engine runs
 * @param strategies names of the rules to ask, as in {@code trend1}
 */
@Validated
@ConfigurationProperties("signal-engine")
record SignalEngineProperties(
        String tickers,

        @NotEmpty(message = "STRATEGIES must name at least one rule, as in trend1")
        List<String> strategies) {}
