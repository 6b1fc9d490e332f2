package dev.opspipeline.signalengine;

import dev.opspipeline.market.Ticker;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What the engine watches.
 *
 * @param tickers symbols of the stocks
 */
@Validated
@ConfigurationProperties("signal-engine")
record SignalEngineProperties(
        @NotEmpty(message = "TICKERS must be set to symbols, comma separated, as in AAPL,NVDA")
        List<String> tickers) {

    List<Ticker> universe() {
        return tickers.stream()
                .map(String::trim)
                .map(Ticker::new)
                .distinct()
                .sorted()
                .toList();
    }
}
