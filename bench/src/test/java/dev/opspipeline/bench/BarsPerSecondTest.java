package dev.opspipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.opspipeline.market.Bar;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Signal;
import dev.opspipeline.signal.SignalEngine;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.Blackhole;

class BarsPerSecondTest {

    private static final Offset<Double> SAME = within(1e-9);

    /** ta4j divides by n where the features divide by n - 1. */
    private static final double SAMPLE = Math.sqrt(30.0 / 29.0 / (120.0 / 119.0));

    @Test
    void bothBenchmarksRunOnASmallMarket() {
        BarsPerSecond bench = new BarsPerSecond(3);
        Blackhole blackhole = new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

        bench.signalEngine(blackhole);
        bench.ta4jIndicatorsAlone(blackhole);

        assertThat(bench.written()).isGreaterThan(10_000);
    }

    @Test
    void theMeasurementOfMemoryRunsOnASmallMarket() {
        BytesPerTicker.Measured measured = BytesPerTicker.measure(100);

        assertThat(measured.afterOne()).isPositive();
        assertThat(measured.afterTwo()).isPositive();
    }

    /** Both compute the same: ta4j is the oracle of every window over one session. */
    @Test
    void ta4jFindsTheSameFeatures() {
        SignalEngine engine = new SignalEngine(Tape.CALENDAR);
        Ta4jMarket.Stock stock = new Ta4jMarket.Stock();
        int compared = 0;
        for (Bar bar : Tape.yesterday(1)) {
            stock.add(Ta4jMarket.converted(stock, bar));
            double all = stock.all();
            @Nullable Features features = features(engine.handle(bar).getFirst());
            if (features == null) {
                continue;
            }
            assertThat(all).isNotNaN();
            assertThat(features.sma20()).isCloseTo(stock.sma20(), SAME);
            assertThat(features.sma50()).isCloseTo(stock.sma50(), SAME);
            assertThat(features.volumeRatio()).isCloseTo(stock.volumeRatio(), SAME);
            if (compared >= 121) {
                assertThat(features.volRatio()).isCloseTo(stock.volRatio() * SAMPLE, SAME);
            }
            compared++;
        }
        assertThat(compared).isEqualTo(Tape.MINUTES - 49);
    }

    private static @Nullable Features features(Signal signal) {
        return switch (signal) {
            case Signal.Recommended(var made) -> made.features();
            case Signal.Held(Hold hold) -> hold.features();
        };
    }
}
