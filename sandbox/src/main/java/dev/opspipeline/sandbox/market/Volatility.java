package dev.opspipeline.sandbox.market;

import java.time.LocalDate;
import java.util.List;

/** How much a ticker moves in a year, estimated from its recorded bars. */
final class Volatility {

    static final double LOWEST = 0.25;
    static final double HIGHEST = 1.2;

    /** Used for a ticker without earlier days. */
    static final double UNKNOWN = 0.45;

    static final double SESSIONS_A_YEAR = 252;

    private Volatility() {}

    /** From squared returns of minutes and nights, within {@link #LOWEST} and {@link #HIGHEST}. */
    static double annualised(List<Bar> history) {
        if (history.size() < 2) {
            return UNKNOWN;
        }
        double squares = 0;
        int days = 1;
        LocalDate date = TradingCalendar.dateOf(history.getFirst().start());
        for (int i = 1; i < history.size(); i++) {
            double move = Math.log(history.get(i).close() / history.get(i - 1).close());
            squares += move * move;
            LocalDate next = TradingCalendar.dateOf(history.get(i).start());
            days += next.equals(date) ? 0 : 1;
            date = next;
        }
        return Math.clamp(Math.sqrt(squares / days * SESSIONS_A_YEAR), LOWEST, HIGHEST);
    }
}
