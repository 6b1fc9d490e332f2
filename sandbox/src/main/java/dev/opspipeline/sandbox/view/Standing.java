package dev.opspipeline.sandbox.view;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An account's figures against its limits, as text. */
final class Standing {

    private Standing() {}

    static String line(BoardView.TierRow row) {
        return "%-6s %s (%s), positions %s, exposure %s"
                .formatted(row.tier(), equity(row), profit(row), positions(row), exposure(row));
    }

    static String equity(BoardView.TierRow row) {
        AccountFigures figures = row.figures();
        return figures == null ? "unknown" : Words.money(figures.equity());
    }

    static String profit(BoardView.TierRow row) {
        AccountFigures figures = row.figures();
        return figures == null ? "-" : Words.profit(figures.profit());
    }

    static String positions(BoardView.TierRow row) {
        AccountFigures figures = row.figures();
        Integer limit = row.limits().positions();
        String allowed = limit == null
                ? null
                : limit
                        + (row.limits().extraPositions() > 0
                                ? "+" + row.limits().extraPositions()
                                : "");
        return of(figures == null ? null : String.valueOf(figures.positions()), allowed);
    }

    static String exposure(BoardView.TierRow row) {
        AccountFigures figures = row.figures();
        BigDecimal limit = row.limits().exposure();
        return of(
                figures == null ? null : Words.dollars(figures.exposure()),
                limit == null ? null : Words.dollars(limit));
    }

    /** Part of the exposure limit that is used, 0 to 1; 0 when either is unknown. */
    static double exposed(BoardView.TierRow row) {
        AccountFigures figures = row.figures();
        BigDecimal limit = row.limits().exposure();
        if (figures == null || limit == null || limit.signum() <= 0) {
            return 0;
        }
        return Math.clamp(figures.exposure().doubleValue() / limit.doubleValue(), 0, 1);
    }

    private static String of(@Nullable String value, @Nullable String limit) {
        return String.format(Locale.ROOT, "%s/%s", value == null ? "-" : value, limit == null ? "-" : limit);
    }
}
