package dev.opspipeline.sandbox.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What a set of bars is like, as medians over its tickers; calculated the same way for recorded and generated ones.
 *
 * @param volatility annualised standard deviation of one-minute returns inside sessions
 * @param calmest the tenth percentile over tickers instead of the median
 * @param wildest the ninetieth
 * @param returnsEcho lag-1 autocorrelation of one-minute returns, mean over sessions
 * @param movesEcho the same of their absolute values: the clustering of volatility
 * @param movesEchoAfterFive the latter at lag 5
 * @param volumeRatio median of volume / mean volume of the 20 bars before
 * @param surges part of minutes with a volume ratio of at least 2
 * @param strongSurges the same with at least 3
 */
record BarStatistics(
        double volatility,
        double calmest,
        double wildest,
        double returnsEcho,
        double movesEcho,
        double movesEchoAfterFive,
        double volumeRatio,
        double surges,
        double strongSurges) {

    private static final int BARS_BEFORE = 20;
    private static final double MINUTES_A_YEAR = 252.0 * 390;

    /** Each run is a connected stretch of sessions, of any number of tickers. */
    static BarStatistics of(Collection<List<Bar>> runs) {
        NavigableMap<String, OfTicker> tickers = new TreeMap<>();
        runs.forEach(run -> byTicker(run)
                .forEach((ticker, bars) ->
                        tickers.computeIfAbsent(ticker, added -> new OfTicker()).add(bars)));
        List<OfTicker> all = List.copyOf(tickers.values());
        return new BarStatistics(
                at(0.5, all, OfTicker::volatility),
                at(0.1, all, OfTicker::volatility),
                at(0.9, all, OfTicker::volatility),
                at(0.5, all, ticker -> ticker.echo(1, false)),
                at(0.5, all, ticker -> ticker.echo(1, true)),
                at(0.5, all, ticker -> ticker.echo(5, true)),
                at(0.5, all, ticker -> quantile(0.5, ticker.volumeRatios)),
                at(0.5, all, ticker -> ticker.ratiosFrom(2)),
                at(0.5, all, ticker -> ticker.ratiosFrom(3)));
    }

    static NavigableMap<String, List<Bar>> byTicker(List<Bar> bars) {
        return bars.stream().collect(Collectors.groupingBy(Bar::ticker, TreeMap::new, Collectors.toList()));
    }

    /** Volume / mean volume of the 20 bars before. */
    static double volumeRatio(List<Bar> bars, int at) {
        double before = bars.subList(at - BARS_BEFORE, at).stream()
                .mapToLong(Bar::volume)
                .average()
                .orElseThrow();
        return bars.get(at).volume() / before;
    }

    private static double at(double part, List<OfTicker> tickers, ToDoubleFunction<OfTicker> number) {
        return quantile(part, tickers.stream().map(number::applyAsDouble).toList());
    }

    private static double quantile(double part, List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        double place = part * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /** One ticker's returns, session by session, and its volume ratios. */
    private static final class OfTicker {

        private final List<List<Double>> sessions = new ArrayList<>();
        private final List<Double> volumeRatios = new ArrayList<>();

        void add(List<Bar> run) {
            Map<LocalDate, List<Bar>> days = run.stream()
                    .collect(Collectors.groupingBy(
                            bar -> TradingCalendar.dateOf(bar.start()), TreeMap::new, Collectors.toList()));
            days.values().forEach(day -> sessions.add(returns(day)));
            for (int i = BARS_BEFORE; i < run.size(); i++) {
                volumeRatios.add(BarStatistics.volumeRatio(run, i));
            }
        }

        private static List<Double> returns(List<Bar> day) {
            List<Double> returns = new ArrayList<>();
            for (int i = 1; i < day.size(); i++) {
                returns.add(Math.log(day.get(i).close() / day.get(i - 1).close()));
            }
            return returns;
        }

        double volatility() {
            List<Double> all = sessions.stream().flatMap(List::stream).toList();
            double mean = mean(all);
            return Math.sqrt(mean(all.stream().map(r -> (r - mean) * (r - mean)).toList()) * MINUTES_A_YEAR);
        }

        double echo(int lag, boolean absolute) {
            return mean(sessions.stream()
                    .map(returns -> returns.stream()
                            .map(r -> absolute ? Math.abs(r) : r)
                            .toList())
                    .map(numbers -> autocorrelation(numbers, lag))
                    .toList());
        }

        double ratiosFrom(double least) {
            return (double) volumeRatios.stream()
                            .filter(ratio -> ratio >= least)
                            .count()
                    / volumeRatios.size();
        }

        private static double autocorrelation(List<Double> numbers, int lag) {
            double mean = mean(numbers);
            double together = 0;
            double squares = 0;
            for (int i = 0; i < numbers.size(); i++) {
                double off = numbers.get(i) - mean;
                squares += off * off;
                together += i < lag ? 0 : off * (numbers.get(i - lag) - mean);
            }
            return together / squares;
        }

        private static double mean(List<Double> numbers) {
            return numbers.stream().mapToDouble(d -> d).average().orElseThrow();
        }
    }
}
