package dev.opspipeline.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactorsTest {

    private static final org.assertj.core.data.Offset<Double> EXACT = within(1e-12);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            trend, distance, volRatio, base
             1,     0,       1.0,      1.0
            -1,     0,       1.0,      1.0
             0,     0,       1.0,      0.825
             1,     0.01,    1.0,      0.875
             1,    -0.01,    1.0,      0.875
             1,     0.0199,  1.0,      0.75125
             1,     0.02,    1.0,      0.75
             1,     0.03,    1.0,      0.75
             1,     0,       0.5,      0.94
             1,     0,       2.0,      0.9
             0,     0.02,    2.0,      0.475
            """)
    void theBaseAddsTrendQualityAndVolatility(int trend, double distance, double volRatio, double base) {
        assertThat(Factors.base(trend, distance, volRatio)).isCloseTo(base, EXACT);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            volRatio, factor
            0,        0.7
            0.79,     0.7
            0.8,      1
            0.81,     1
            1.29,     1
            1.3,      1
            1.31,     0.5
            """)
    void ordinaryVolatilityIsBest(double volRatio, double factor) {
        assertThat(Factors.volatility(volRatio)).isEqualTo(factor);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            volumeRatio, factor
            0,           0
            0.49,        0
            0.5,         0.3
            0.51,        0.3
            1.49,        0.3
            1.5,         0.8
            1.51,        0.8
            1.99,        0.8
            2,           1.15
            2.01,        1.15
            2.99,        1.15
            3,           1.25
            3.01,        1.25
            4.99,        1.25
            5,           1.35
            5.01,        1.35
            NaN,         0.5
            """)
    void volumeWeighsInSteps(double volumeRatio, double factor) {
        assertThat(Factors.volume(volumeRatio)).isEqualTo(factor);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            distance, factor
            -0.005,   0.5
            -0.0001,  0.5
            0,        0.5
            0.0001,   0.505
            0.005,    0.75
            0.0099,   0.995
            0.01,     1
            0.0101,   1
            """)
    void theMoveCountsFullyFromOnePercent(double distance, double factor) {
        assertThat(Factors.move(distance)).isCloseTo(factor, EXACT);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            trend, distance, volumeRatio, factor
             1,     0.01,    2.5,         1.25
            -1,    -0.01,    2.5,         1.25
             1,     0.0101,  2.51,        1.25
             0,     0.01,    2.5,         1.10
             1,     0.0099,  2.5,         1.10
             1,     0.01,    2.49,        1.10
             1,     0.008,   2.0,         1.10
             0,     0.008,   2.0,         1.10
            -1,    -0.008,   2.0,         1.10
             1,     0.0081,  2.01,        1.10
             1,     0.0079,  2.0,         1
             1,     0.008,   1.99,        1
             1,     0.02,    NaN,         1
            """)
    void momentumNeedsDistanceAndVolumeTogether(int trend, double distance, double volumeRatio, double factor) {
        assertThat(Factors.momentum(trend, distance, volumeRatio)).isEqualTo(factor);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            action,   polarity, articles, factor
            BUY_CALL,  0,       0,        1
            BUY_CALL,  1,       0,        1
            BUY_CALL,  0,       5,        1
            BUY_CALL,  1,       4,        1.20
            BUY_CALL,  1,       5,        1.25
            BUY_CALL,  1,       6,        1.25
            BUY_CALL,  0.5,     5,        1.125
            BUY_CALL, -1,       4,        0.84
            BUY_CALL, -1,       5,        0.80
            BUY_CALL, -1,       6,        0.80
            BUY_PUT,  -1,       5,        1.25
            BUY_PUT,   1,       5,        0.80
            """)
    void newsAddsAQuarterOrTakesAFifth(Action action, double polarity, int articles, double factor) {
        assertThat(Factors.sentiment(action, new Sentiment(polarity, articles))).isCloseTo(factor, EXACT);
    }
}
