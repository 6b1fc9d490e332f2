package dev.opspipeline.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole of the trend rule once more, as one would lay it out on a sheet: columns over all bars in exact decimals, and
 * for each bar a row that looks things up. Shares nothing with the code it checks.
 */
class ConfidenceSheetTest {

    private static final Offset<Double> SAME = within(1e-9);
    private static final MathContext DIGITS = MathContext.DECIMAL64;
    private static final Ticker NVDA = new Ticker("NVDA");

    private final List<BigDecimal> close = new ArrayList<>();
    private final List<BigDecimal> volume = new ArrayList<>();
    private final List<BigDecimal> move = new ArrayList<>();

    /** What a row of the sheet comes to. */
    private record Row(String outcome, double confidence, double score) {}

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void everyRowOfTheSheetAgreesWithTheEngine(long seed) {
        SignalEngine engine = new SignalEngine(Tape.CALENDAR);
        int recommended = 0;
        for (Bar bar : Tape.twoSessions(NVDA, seed)) {
            enter(bar);
            Row row = row();
            switch (engine.handle(bar).getFirst()) {
                case Signal.Recommended(Recommendation made) -> {
                    recommended++;
                    assertThat(made.action() + " " + made.strategy()).isEqualTo(row.outcome());
                    assertThat(made.confidence()).isCloseTo(row.confidence(), SAME);
                    assertThat(made.score()).isCloseTo(row.score(), SAME);
                }
                case Signal.Held(Hold hold) -> {
                    assertThat(hold.reason()).hasToString(row.outcome());
                    Confidence breakdown = hold.breakdown();
                    assertThat(breakdown == null ? 0.0 : breakdown.value()).isCloseTo(row.confidence(), SAME);
                }
            }
        }
        assertThat(recommended).isGreaterThan(20);
    }

    private void enter(Bar bar) {
        BigDecimal price = BigDecimal.valueOf(bar.close());
        if (!close.isEmpty() && !bar.start().equals(Tape.SECOND_OPEN)) {
            move.add(price.divide(close.getLast(), DIGITS).subtract(BigDecimal.ONE));
        }
        close.add(price);
        volume.add(BigDecimal.valueOf(bar.volume()));
    }

    private Row row() {
        if (close.size() < 50 || move.size() < 49) {
            return new Row("WARMING_UP", 0, 0);
        }
        double sma20 = mean(close, 20, 0);
        double sma50 = mean(close, 50, 0);
        double away = (close.getLast().doubleValue() - sma20) / sma20;
        double side = Math.signum(sma20 - sma50);
        double d = side * away;
        if (side == 0) {
            return new Row("NO_TREND", 0, 0);
        }
        if (d < -0.005) {
            return new Row("WRONG_SIDE", 0, 0);
        }
        if (d >= 0.02) {
            return new Row("OVEREXTENDED", 0, 0);
        }
        return judged(side > 0 ? "BUY_CALL" : "BUY_PUT", d);
    }

    private Row judged(String action, double d) {
        double vol = spread(30) / spread(Math.min(move.size(), 120));
        double ratio = volume.getLast().doubleValue() / mean(volume, 20, 1);
        double calm = vol < 0.8 ? 0.7 : vol <= 1.3 ? 1.0 : 0.5;
        double base = 0.35 + 0.25 * (1 - Math.min(Math.abs(d) / 0.02, 1)) + 0.20 * calm + 0.20;
        double push = 0.5 + 0.5 * Math.min(Math.max(d, 0) / 0.01, 1);
        double rush = ratio >= 2.5 && Math.abs(d) >= 0.01 ? 1.25 : ratio >= 2 && Math.abs(d) >= 0.008 ? 1.10 : 1.0;
        double confidence = Math.max(0, Math.min(1, base * byVolume(ratio) * push * rush));
        double score = 5 * (1 - Math.pow(1 + ratio, -calm * (1 + 100 * d)));
        double day = Math.min(0.75, 0.65 + 0.05 * Math.max(vol - 1.2, 0) / 0.2);
        if (ratio < 0.5) {
            return new Row("LOW_VOLUME_RATIO", 0, 0);
        }
        if (confidence >= day && ratio >= 2) {
            return new Row(action + " DAY", confidence, score);
        }
        return confidence >= 0.5
                ? new Row(action + " SWING", confidence, score)
                : new Row("LOW_CONFIDENCE", confidence, score);
    }

    private static double byVolume(double ratio) {
        double[] upTo = {0.5, 1.5, 2, 3, 5};
        double[] factor = {0, 0.3, 0.8, 1.15, 1.25};
        for (int row = 0; row < upTo.length; row++) {
            if (ratio < upTo[row]) {
                return factor[row];
            }
        }
        return 1.35;
    }

    /** Of so many cells of a column, leaving out the last ones. */
    private static double mean(List<BigDecimal> column, int count, int leftOut) {
        return sum(column.subList(column.size() - count - leftOut, column.size() - leftOut))
                .divide(BigDecimal.valueOf(count), DIGITS)
                .doubleValue();
    }

    private double spread(int count) {
        List<BigDecimal> cells = move.subList(move.size() - count, move.size());
        BigDecimal mean = sum(cells).divide(BigDecimal.valueOf(count), DIGITS);
        BigDecimal squares =
                sum(cells.stream().map(cell -> cell.subtract(mean).pow(2)).toList());
        return Math.sqrt(squares.divide(BigDecimal.valueOf(count - 1L), DIGITS).doubleValue());
    }

    private static BigDecimal sum(List<BigDecimal> cells) {
        return cells.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
