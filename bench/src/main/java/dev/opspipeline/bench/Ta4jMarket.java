package dev.opspipeline.bench;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.indicators.ROCIndicator;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.helpers.VolumeIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;
import org.ta4j.core.num.DoubleNumFactory;

/** The indicators behind the features, as ta4j computes them, over the same bars; in doubles, which it is fastest with. */
final class Ta4jMarket {

    private static final int REMEMBERED = 160;

    /** One ticker. */
    static final class Stock {

        private final BarSeries series;
        private final SMAIndicator sma20;
        private final SMAIndicator sma50;
        private final SMAIndicator volume20;
        private final StandardDeviationIndicator short30;
        private final StandardDeviationIndicator long120;

        Stock() {
            series = new BaseBarSeriesBuilder()
                    .withNumFactory(DoubleNumFactory.getInstance())
                    .withMaxBarCount(REMEMBERED)
                    .build();
            ClosePriceIndicator close = new ClosePriceIndicator(series);
            ROCIndicator returns = new ROCIndicator(close, 1);
            sma20 = new SMAIndicator(close, 20);
            sma50 = new SMAIndicator(close, 50);
            volume20 = new SMAIndicator(new VolumeIndicator(series), 20);
            short30 = new StandardDeviationIndicator(returns, 30);
            long120 = new StandardDeviationIndicator(returns, 120);
        }

        void add(org.ta4j.core.Bar bar) {
            series.addBar(bar);
        }

        double sma20() {
            return sma20.getValue(series.getEndIndex()).doubleValue();
        }

        double sma50() {
            return sma50.getValue(series.getEndIndex()).doubleValue();
        }

        /** Of the newest volume to the mean of the twenty before it. */
        double volumeRatio() {
            int end = series.getEndIndex();
            return series.getBar(end).getVolume().doubleValue()
                    / volume20.getValue(end - 1).doubleValue();
        }

        /** Of population standard deviations, percent. */
        double volRatio() {
            int end = series.getEndIndex();
            return short30.getValue(end).doubleValue() / long120.getValue(end).doubleValue();
        }

        double all() {
            return sma20() + sma50() + volumeRatio() + volRatio();
        }
    }

    private final Map<Ticker, Stock> stocks = new HashMap<>();
    private final List<Stock> order = new ArrayList<>();
    private final List<org.ta4j.core.Bar> bars = new ArrayList<>();

    Ta4jMarket(List<Bar> past, List<Bar> today) {
        for (Bar bar : past) {
            Stock stock = stocks.computeIfAbsent(bar.ticker(), ticker -> new Stock());
            stock.add(converted(stock, bar));
            stock.all();
        }
        for (Bar bar : today) {
            Stock stock = stocks.computeIfAbsent(bar.ticker(), ticker -> new Stock());
            order.add(stock);
            bars.add(converted(stock, bar));
        }
    }

    static org.ta4j.core.Bar converted(Stock stock, Bar bar) {
        return stock.series
                .barBuilder()
                .timePeriod(Bar.LENGTH)
                .endTime(bar.end())
                .openPrice(bar.open())
                .highPrice(bar.high())
                .lowPrice(bar.low())
                .closePrice(bar.close())
                .volume(bar.volume())
                .build();
    }

    /** Adds each bar and computes everything at it. */
    double play() {
        double sum = 0;
        for (int i = 0; i < bars.size(); i++) {
            Stock stock = order.get(i);
            stock.add(bars.get(i));
            sum += stock.all();
        }
        return sum;
    }
}
