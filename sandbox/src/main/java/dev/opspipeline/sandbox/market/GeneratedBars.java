package dev.opspipeline.sandbox.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A trading day made from a seed, for those who have no file of bars: what a file would hold, to be played by {@link MarketReplay}.
 *
 * <p>Each session has a market, a few sectors and the shares themselves ({@link Factor}), each going through {@link Regime regimes} that
 * change every hour or so, with bursts in which price and volume move together, a few jumps, and nights between sessions. Equal seeds give
 * equal bars on every machine, and a ticker's bars are the same whoever else is asked for.
 *
 * <p>The constants were chosen so that ten seeds resemble ten sessions of twenty large US shares, recorded in April 2026 (medians over tickers;
 * a ticker's bar has a volume ratio once there are 20 bars before it):
 *
 * <table>
 * <caption>Recorded and generated</caption>
 * <tr><th>one-minute bars</th><th>recorded</th><th>generated</th></tr>
 * <tr><td>volatility, annualised</td><td>0.285</td><td>0.28</td></tr>
 * <tr><td>the same, 10 % and 90 % of tickers</td><td>0.19 and 0.50</td><td>0.19 and 0.47</td></tr>
 * <tr><td>autocorrelation of returns, lag 1</td><td>0.02</td><td>0.02</td></tr>
 * <tr><td>autocorrelation of absolute returns, lag 1</td><td>0.27</td><td>0.28</td></tr>
 * <tr><td>the same, lag 5</td><td>0.20</td><td>0.23</td></tr>
 * <tr><td>volume / mean of 20 before, median</td><td>0.87</td><td>0.87</td></tr>
 * <tr><td>part of minutes where that is 2 or more</td><td>0.055</td><td>0.062</td></tr>
 * <tr><td>part of minutes where that is 3 or more</td><td>0.018</td><td>0.021</td></tr>
 * <tr><td>minutes a ticker has from 10:20 to 13:00 with 2 or more, less than 2 % ahead in the trend's direction</td>
 * <td>5.0</td><td>5.5</td></tr>
 * </table>
 *
 * <p>The last is a bit more than recorded, and there are 24 usual tickers, so that a generated day rarely has fewer than 100 such minutes.
 * Every date is a world of its own: two dates of one seed do not join up.
 */
public final class GeneratedBars {

    /** So many sessions before the played one are generated too, as its history. */
    public static final int EARLIER_SESSIONS = 2;

    /** Minutes of a session that does not close early. */
    static final int FULL_DAY_MINUTES = 390;

    /** A seed's first price is the usual one, give or take this part. */
    private static final double PRICE_SPREAD = 0.08;

    /** Enough calendar days to find the earlier sessions in. */
    private static final int LOOK_BACK_DAYS = 14;

    private static final Pattern TICKER = Pattern.compile("[A-Z][A-Z.]{0,5}");

    private GeneratedBars() {}

    /** The tickers to generate when nobody says which, in alphabetical order. */
    public static List<String> usualTickers() {
        return Share.tickers();
    }

    /**
     * Every minute of regular hours of a date and of the {@link #EARLIER_SESSIONS} before it: by ticker in alphabetical order, then by time.
     * Prices are whole cents, volumes at least one share.
     *
     * @param tickers those without a place in the table of usual ones are made up from their letters
     * @throws IllegalArgumentException when the exchange is closed on that date, or when there is no ticker or a malformed one
     */
    public static List<Bar> of(LocalDate date, Collection<String> tickers, TradingCalendar calendar, Seed seed) {
        Seed own = seed.with("generated bars");
        List<GeneratedSession> sessions = sessions(date, calendar, own);
        List<Bar> bars = new ArrayList<>();
        for (String ticker : inOrder(tickers)) {
            Share share = Share.of(ticker);
            double last = firstPrice(share, own);
            for (GeneratedSession session : sessions) {
                List<Bar> played = session.bars(share, last);
                last = played.getLast().close();
                bars.addAll(played);
            }
        }
        return List.copyOf(bars);
    }

    private static List<GeneratedSession> sessions(LocalDate date, TradingCalendar calendar, Seed seed) {
        if (calendar.session(date).isEmpty()) {
            throw new IllegalArgumentException("the exchange is closed on " + date);
        }
        List<TradingSession> recent = calendar.sessions(date.minusDays(LOOK_BACK_DAYS), date);
        return recent.subList(recent.size() - 1 - EARLIER_SESSIONS, recent.size()).stream()
                .map(session -> new GeneratedSession(session, seed))
                .toList();
    }

    private static NavigableSet<String> inOrder(Collection<String> tickers) {
        if (tickers.isEmpty()) {
            throw new IllegalArgumentException("tickers must not be empty");
        }
        for (String ticker : tickers) {
            if (!TICKER.matcher(ticker).matches()) {
                throw new IllegalArgumentException("ticker must be one to six capital letters, was '" + ticker + "'");
            }
        }
        return new TreeSet<>(tickers);
    }

    private static double firstPrice(Share share, Seed seed) {
        Draws draws = new Draws(seed.with("price").with(share.ticker()));
        return share.price() * StrictMath.exp(PRICE_SPREAD * draws.normal());
    }
}
