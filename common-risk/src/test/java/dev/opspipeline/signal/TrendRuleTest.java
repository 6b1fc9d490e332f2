package dev.opspipeline.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendRuleTest {

    private final TrendRule rule = new TrendRule();

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            trend, distance, outcome
             1,    -0.0051,  WRONG_SIDE
             1,    -0.03,    WRONG_SIDE
             1,     0.0199,  BUY_CALL
             1,     0.02,    OVEREXTENDED
             1,     0.0201,  OVEREXTENDED
            -1,     0.0051,  WRONG_SIDE
            -1,     0.03,    WRONG_SIDE
            -1,    -0.0199,  BUY_PUT
            -1,    -0.02,    OVEREXTENDED
            -1,    -0.0201,  OVEREXTENDED
             0,     0.01,    NO_TREND
             0,     0,       NO_TREND
             0,    -0.03,    NO_TREND
             1,    -0.005,   BUY_CALL
             1,    -0.0049,  BUY_CALL
            -1,     0.005,   BUY_PUT
            -1,     0.0049,  BUY_PUT
            """)
    void directionComesFromPriceAndTrendAlone(int trend, double distance, String outcome) {
        assertThat(outcomeOf(judge(trend, distance, 1.0, 6.0))).isEqualTo(outcome);
    }

    /** Confidence = base x volume x move x momentum, worked by hand. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            distance, volRatio, volumeRatio, confidence, outcome
            0.01,     1.0,      2.5,         1.0,        DAY
            0.01,     1.0,      2.0,         1.0,        DAY
            0.01,     1.0,      1.99,        0.7,        SWING
            0.01,     1.0,      1.5,         0.7,        SWING
            0.01,     1.0,      1.49,        0.2625,     LOW_CONFIDENCE
            0.01,     1.0,      0.5,         0.2625,     LOW_CONFIDENCE
            0.01,     1.0,      0.49,        0,          LOW_VOLUME_RATIO
            0.01,     1.0,      NaN,         0.4375,     LOW_CONFIDENCE
            0.004,    1.0,      2.0,         0.76475,    DAY
            0.004,    1.0,      1.99,        0.532,      SWING
            0.003,    1.0,      1.99,        0.5005,     SWING
            0.0029,   1.0,      1.99,        0.4973,     LOW_CONFIDENCE
            0,        1.0,      2.0,         0.575,      SWING
            0.0015,   1.0,      2.0,         0.6488,     SWING
            0.0016,   1.0,      2.0,         0.6536,     DAY
            """)
    void confidenceAndSurgeMakeADayOrASwingTrade(
            double distance, double volRatio, double volumeRatio, double confidence, String outcome) {
        Opinion opinion = judge(1, distance, volRatio, volumeRatio);

        assertThat(opinion).isEqualTo(mirrored(judge(-1, -distance, volRatio, volumeRatio)));
        switch (opinion) {
            case Opinion.Buy buy -> {
                assertThat(buy.strategy()).hasToString(outcome);
                assertThat(buy.breakdown().value()).isCloseTo(confidence, within(0.0001));
            }
            case Opinion.Pass pass -> {
                assertThat(pass.reason()).hasToString(outcome);
                assertThat(pass.breakdown())
                        .isNotNull()
                        .extracting(Confidence::value)
                        .satisfies(value -> assertThat(value).isCloseTo(confidence, within(0.0001)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            volRatio, least
            0.5,      0.65
            1.19,     0.65
            1.2,      0.65
            1.21,     0.6525
            1.3,      0.675
            1.4,      0.70
            1.59,     0.7475
            1.6,      0.75
            1.61,     0.75
            9,        0.75
            """)
    void aDayTradeMustBeSurerInVolatileMarkets(double volRatio, double least) {
        assertThat(TrendRule.dayConfidence(volRatio)).isCloseTo(least, within(1e-12));
    }

    /** At this distance confidence is 0.7261 with V = 0.5, which is enough up to a vol_ratio of 1.504. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            volRatio, strategy
            1.4,      DAY
            1.5,      DAY
            1.51,     SWING
            1.6,      SWING
            """)
    void theRisingThresholdTurnsADayTradeIntoASwing(double volRatio, Strategy strategy) {
        assertThat(judge(1, 0.0051, volRatio, 2.0)).isInstanceOfSatisfying(Opinion.Buy.class, buy -> {
            assertThat(buy.breakdown().value()).isCloseTo(0.7261, within(0.0001));
            assertThat(buy.strategy()).isEqualTo(strategy);
        });
    }

    @Test
    void pricesThatNeverMovedHaveNoVolatilityToJudgeBy() {
        assertThat(judge(1, 0.01, Double.NaN, 3.0)).isEqualTo(new Opinion.Pass(HoldReason.VOLATILITY_UNKNOWN, null));
    }

    @Test
    void goodNewsCanCarryAnUnknownVolumeToASwingAndIsScoredAsTheUsual() {
        Opinion opinion = rule.judge(features(1, 0.01, 1.0, Double.NaN), new Sentiment(1.0, 5));

        assertThat(opinion).isInstanceOfSatisfying(Opinion.Buy.class, buy -> {
            assertThat(buy.strategy()).isEqualTo(Strategy.SWING);
            assertThat(buy.breakdown().sentiment()).isEqualTo(1.25);
            assertThat(buy.score()).isCloseTo(3.75, within(1e-12));
        });
    }

    /** 5 x (1 - (1 + volume ratio) ^ (-V x (1 + 100 d))). */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            volRatio, distance, volumeRatio, score
            1.0,       0,       1,           2.5
            1.0,       0.01,    1,           3.75
            1.0,       0.01,    3,           4.6875
            1.0,      -0.005,   3,           2.5
            1.4,       0.01,    3,           3.75
            1.4,       0,       3,           2.5
            1.0,       0,       4,           4
            """)
    void theScoreMeasuresConviction(double volRatio, double distance, double volumeRatio, double score) {
        assertThat(Score.of(features(1, distance, volRatio, volumeRatio), distance))
                .isCloseTo(score, within(1e-9));
    }

    @Test
    void theScoreStillRanksWhereConfidenceIsFull() {
        double good = Score.of(features(1, 0.015, 1.0, 5.0), 0.015);
        double farther = Score.of(features(1, 0.016, 1.0, 5.0), 0.016);
        double busier = Score.of(features(1, 0.016, 1.0, 50.0), 0.016);
        double calmer = Score.of(features(1, 0.016, 0.7, 50.0), 0.016);

        assertThat(good).isLessThan(farther);
        assertThat(farther).isLessThan(busier);
        assertThat(busier).isLessThan(5.0).isGreaterThan(calmer);
    }

    private Opinion judge(int trend, double distance, double volRatio, double volumeRatio) {
        return rule.judge(features(trend, distance, volRatio, volumeRatio), Sentiment.NONE);
    }

    private static Features features(int trend, double distance, double volRatio, double volumeRatio) {
        return new Features(100.0, 100.0 - trend, distance, trend, volRatio, volumeRatio, Double.NaN);
    }

    private static String outcomeOf(Opinion opinion) {
        return switch (opinion) {
            case Opinion.Buy buy -> buy.action().name();
            case Opinion.Pass pass -> pass.reason().name();
        };
    }

    private static Opinion mirrored(Opinion opinion) {
        return switch (opinion) {
            case Opinion.Buy(Action action, Strategy strategy, double score, Confidence breakdown) ->
                new Opinion.Buy(
                        action == Action.BUY_CALL ? Action.BUY_PUT : Action.BUY_CALL, strategy, score, breakdown);
            case Opinion.Pass pass -> pass;
        };
    }
}
