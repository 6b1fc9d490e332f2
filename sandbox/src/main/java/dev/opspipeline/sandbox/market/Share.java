package dev.opspipeline.sandbox.market;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a generated ticker is like; round numbers of the right order, not anybody's quotes.
 *
 * @param price dollars, before the seed moves it
 * @param dailyMove standard deviation of the return from open to close
 * @param dailyVolume shares
 */
record Share(String ticker, Sector sector, double price, double dailyMove, double dailyVolume) {

    /** Shares that move together. */
    enum Sector {
        CHIPS,
        SOFTWARE,
        INTERNET,
        CONSUMER,
        OLD_ECONOMY
    }

    private static final double CHEAPEST = 25;
    private static final double FEWEST_TRADED = 5e6;

    private static final Map<String, Share> LARGE = new TreeMap<>();

    static {
        large("AAPL", Sector.CONSUMER, 250, 0.014, 45e6);
        large("AMD", Sector.CHIPS, 190, 0.026, 40e6);
        large("AMZN", Sector.INTERNET, 220, 0.016, 40e6);
        large("AVGO", Sector.CHIPS, 340, 0.023, 25e6);
        large("BA", Sector.OLD_ECONOMY, 210, 0.017, 9e6);
        large("BAC", Sector.OLD_ECONOMY, 52, 0.014, 38e6);
        large("COIN", Sector.INTERNET, 300, 0.034, 10e6);
        large("CRM", Sector.SOFTWARE, 240, 0.018, 9e6);
        large("DIS", Sector.CONSUMER, 110, 0.014, 10e6);
        large("GOOGL", Sector.INTERNET, 280, 0.016, 32e6);
        large("INTC", Sector.CHIPS, 40, 0.028, 75e6);
        large("JPM", Sector.OLD_ECONOMY, 300, 0.013, 10e6);
        large("META", Sector.INTERNET, 640, 0.018, 14e6);
        large("MSFT", Sector.SOFTWARE, 470, 0.013, 24e6);
        large("MU", Sector.CHIPS, 230, 0.030, 22e6);
        large("NFLX", Sector.INTERNET, 105, 0.017, 35e6);
        large("NVDA", Sector.CHIPS, 185, 0.020, 160e6);
        large("ORCL", Sector.SOFTWARE, 200, 0.024, 22e6);
        large("PLTR", Sector.SOFTWARE, 165, 0.030, 50e6);
        large("QCOM", Sector.CHIPS, 160, 0.020, 9e6);
        large("TSLA", Sector.CONSUMER, 410, 0.027, 75e6);
        large("UBER", Sector.CONSUMER, 85, 0.018, 18e6);
        large("WMT", Sector.CONSUMER, 100, 0.012, 18e6);
        large("XOM", Sector.OLD_ECONOMY, 115, 0.012, 15e6);
    }

    /** The tickers of the table, in alphabetical order. */
    static List<String> tickers() {
        return List.copyOf(LARGE.keySet());
    }

    /** From the table, or made up from the ticker alone. */
    static Share of(String ticker) {
        Share known = LARGE.get(ticker);
        return known != null ? known : unknown(ticker, new Draws(new Seed(0).with(ticker)));
    }

    private static Share unknown(String ticker, Draws draws) {
        Sector[] sectors = Sector.values();
        Sector sector = sectors[draws.below(sectors.length)];
        double price = Math.rint(CHEAPEST * StrictMath.exp(2.5 * draws.unit()));
        double dailyVolume = Math.rint(FEWEST_TRADED * StrictMath.exp(2 * draws.unit()));
        return new Share(ticker, sector, price, draws.between(0.012, 0.030), dailyVolume);
    }

    private static void large(String ticker, Sector sector, double price, double dailyMove, double dailyVolume) {
        LARGE.put(ticker, new Share(ticker, sector, price, dailyMove, dailyVolume));
    }
}
