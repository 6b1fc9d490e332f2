package dev.opspipeline.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.Ticker;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarWindowTest {

    private static final org.assertj.core.data.Offset<Double> EXACT = within(1e-9);

    /** Returns of +100 % and -50 % in turn, which are exact in binary. */
    private static final double[] SWINGING = {100.0, 200.0};

    private static final Ticker NVDA = new Ticker("NVDA");
    private static final Session FIRST = Tape.CALENDAR.on(Tape.FIRST_DAY).orElseThrow();
    private static final Session SECOND = Tape.CALENDAR.on(Tape.SECOND_DAY).orElseThrow();

    private final BarWindow window = new BarWindow();
    private long minute;

    @Test
    void averagesAndDistanceOfARisingPrice() {
        for (int close = 101; close <= 160; close++) {
            add(1, close, 100);
        }

        Features features = window.features();

        // mean of 141..160, of 111..160, and (160 - 150.5) / 150.5
        assertThat(features.sma20()).isEqualTo(150.5);
        assertThat(features.sma50()).isEqualTo(135.5);
        assertThat(features.distanceSma20()).isCloseTo(0.063122923588, EXACT);
        assertThat(features.trendState()).isEqualTo(1);
    }

    @Test
    void aFallingPriceHasAFallingTrend() {
        for (int close = 160; close >= 101; close--) {
            add(1, close, 100);
        }

        assertThat(window.features().trendState()).isEqualTo(-1);
        assertThat(window.features().distanceSma20()).isCloseTo((101 - 110.5) / 110.5, EXACT);
    }

    @ParameterizedTest
    @CsvSource({"100.1", "33.33", "0.07", "812.9301"})
    void aFlatPriceHasNoTrendWhateverItsBinaryDigits(double price) {
        addFlat(60, price);

        assertThat(window.features().trendState()).isZero();
        assertThat(window.features().volRatio()).isNaN();
    }

    @Test
    void aHundredthOfACentIsATrend() {
        addFlat(59, 812.93);
        add(1, 812.9301, 100);

        assertThat(window.features().trendState()).isEqualTo(1);
    }

    @Test
    void volatilityComparesThirtyReturnsWithAHundredAndTwenty() {
        addFlat(91, 100.0);
        addSwinging(30);

        // 30: mean 0.25, squares 16.875, / 29; 120: mean 0.0625, squares 18.28125, / 119
        assertThat(window.returns()).isEqualTo(120);
        assertThat(window.features().volRatio()).isCloseTo(Math.sqrt(16.875 / 29 / (18.28125 / 119)), EXACT);
    }

    @Test
    void volatilityComparesWithAsManyReturnsAsThereAre() {
        addFlat(20, 100.0);
        addSwinging(30);

        // 49 returns: mean 7.5 / 49, squares 18.75 - 7.5 x 7.5 / 49, / 48
        assertThat(window.isWarm()).isTrue();
        assertThat(window.features().volRatio()).isCloseTo(Math.sqrt(16.875 / 29 / ((18.75 - 56.25 / 49) / 48)), EXACT);
    }

    @Test
    void returnsOlderThanAHundredAndTwentyAreForgotten() {
        addSwinging(40);
        addFlat(91, 100.0);
        addSwinging(30);

        assertThat(window.features().volRatio()).isCloseTo(Math.sqrt(16.875 / 29 / (18.28125 / 119)), EXACT);
    }

    @Test
    void theOvernightReturnIsLeftOut() {
        addFlat(91, 100.0);
        addSwinging(10);
        add(2, 900.0, 100);
        for (int bar = 0; bar < 20; bar++) {
            add(2, bar % 2 == 0 ? 1800.0 : 900.0, 100);
        }

        // 30 returns are ten of the first session and twenty of the second; the gap of 900 / 100 is not among them.
        assertThat(window.returnOf(19)).isEqualTo(1.0);
        assertThat(window.returnOf(20)).isEqualTo(-0.5);
        assertThat(window.features().volRatio()).isCloseTo(Math.sqrt(16.875 / 29 / (18.28125 / 119)), EXACT);
    }

    @Test
    void aReturnAcrossMissingMinutesOfOneSessionCounts() {
        add(1, 100.0, 100);
        minute += 7;
        add(1, 110.0, 100);

        assertThat(window.returns()).isEqualTo(1);
        assertThat(window.returnOf(0)).isCloseTo(0.1, EXACT);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            flat, overnight, warm
            49,   false,     false
            50,   false,     true
            51,   false,     true
            50,   true,      false
            51,   true,      true
            """)
    void isWarmFromFiftyBarsAndFortyNineReturnsOn(int bars, boolean overnight, boolean warm) {
        for (int bar = 0; bar < bars; bar++) {
            add(overnight && bar >= 30 ? 2 : 1, 100.0, 100);
        }

        assertThat(window.isWarm()).isEqualTo(warm);
    }

    @Test
    void volumeIsComparedWithTheTwentyBarsBeforeThisOne() {
        addFlat(40, 100.0);
        for (int bar = 1; bar <= 20; bar++) {
            add(1, 100.0, bar * 10L);
        }
        add(1, 100.0, 210);

        // mean of 10..200 is 105; the 210 itself is not part of it
        assertThat(window.features().volumeRatio()).isEqualTo(2.0);
        assertThat(window.features().volumeSurge()).isTrue();
    }

    @Test
    void withoutUsualVolumeTheRatioIsUnknownAndNoSurge() {
        for (int bar = 0; bar < 60; bar++) {
            add(1, 100.0, 0);
        }
        add(1, 100.0, 500);

        assertThat(window.features().volumeRatio()).isNaN();
        assertThat(window.features().volumeSurge()).isFalse();
    }

    @Test
    void theWindowKeepsTheOrderHoweverLongItRuns() {
        for (int bar = 1; bar <= 1000; bar++) {
            add(1, bar, bar * 2L);
            assertThat(window.close(0)).isEqualTo(bar);
            assertThat(window.volume(0)).isEqualTo(bar * 2L);
            int oldest = window.bars() - 1;
            assertThat(window.close(oldest)).isEqualTo(bar - oldest);
        }

        assertThat(window.bars()).isEqualTo(BarWindow.CAPACITY);
        assertThat(window.returnOf(119)).isCloseTo(881.0 / 880.0 - 1.0, EXACT);
        assertThatThrownBy(() -> window.close(BarWindow.CAPACITY)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> window.close(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Whatever a ticker has been through, only so many of its bars are still referred to. */
    @Test
    void barsThatNoWindowReachesAreLetGoOf() {
        List<WeakReference<Bar>> bars = new ArrayList<>();
        for (int bar = 1; bar <= 2000; bar++) {
            add(1, bar, 100);
            bars.add(new WeakReference<>(window.bar(0)));
        }
        System.gc();

        long kept = bars.stream().filter(bar -> bar.get() != null).count();
        assertThat(kept).isEqualTo(BarWindow.KEPT);
        assertThat(window.close(0)).isEqualTo(2000);
    }

    private void addFlat(int bars, double price) {
        for (int bar = 0; bar < bars; bar++) {
            add(1, price, 100);
        }
    }

    private void addSwinging(int bars) {
        for (int bar = 0; bar < bars; bar++) {
            add(1, SWINGING[(bar + 1) % 2], 100);
        }
    }

    private void add(long session, double close, long volume) {
        window.add(
                Tape.bar(NVDA, Tape.FIRST_OPEN.plusSeconds(60 * ++minute), close, volume),
                session == 1 ? FIRST : SECOND,
                session == 1 ? null : FIRST);
    }
}
