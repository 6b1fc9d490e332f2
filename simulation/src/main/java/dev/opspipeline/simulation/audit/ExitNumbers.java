package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers by which a position's exits go: its tier's, or those of the document that held when it was opened.
 *
 * @param arm gain from which on the stop trails; null where it does not
 * @param giveBack share of the highest gain that may then be lost again
 * @param hold how long it is held at most: a swing calendar days, all others time of the session
 * @param beforeClose how long before the close the rules that act before it do so
 * @param beforeCloseExpiring the same on the day it expires
 * @param overnight a swing below its entry is closed before the night
 */
record ExitNumbers(
        BigDecimal stop,
        BigDecimal target,
        @Nullable BigDecimal arm,
        BigDecimal giveBack,
        Duration hold,
        Duration beforeClose,
        Duration beforeCloseExpiring,
        boolean overnight) {

    private static final ZoneId EXCHANGE = ZoneId.of("America/New_York");
    private static final Duration BEFORE_CLOSE = Duration.ofMinutes(15);
    private static final Duration BEFORE_CLOSE_EXPIRING = Duration.ofHours(1);
    private static final Duration GAP_FLAT_AFTER_OPEN = Duration.ofMinutes(89);
    private static final BigDecimal GIVE_BACK = new BigDecimal("0.40");

    /** All numbers a position may rightly have been given: just after an edit, the old ones and the new. */
    static List<ExitNumbers> of(Holding holding, Day day) {
        ExitNumbers table = table(holding, smallAccount(holding, day));
        if (holding.kind() == TradeKind.GAP) {
            return List.of(table);
        }
        return day.parameters().exits(holding.tier(), day.clocks().wallAt(holding.openedAt())).stream()
                .map(document -> table.changed(document, holding.kind()))
                // Numbers that would close it as it is opened give way to those by which the entry was judged.
                .map(numbers -> numbers.timeRules(holding, day.run()).values().stream()
                                .anyMatch(at -> !at.isAfter(holding.openedAt()))
                        ? table
                        : numbers)
                .distinct()
                .toList();
    }

    private static ExitNumbers table(Holding holding, boolean overnight) {
        TierTable table = TierTable.of(holding.tier()).orElseThrow();
        return new ExitNumbers(
                table.stop(holding.kind()),
                table.target(holding.kind()),
                null,
                GIVE_BACK,
                switch (holding.kind()) {
                    case DAY -> Duration.ofHours(6);
                    case SWING -> Duration.ofDays(7);
                    case GAP -> Duration.ofMinutes(90);
                },
                BEFORE_CLOSE,
                BEFORE_CLOSE_EXPIRING,
                overnight && !holding.day());
    }

    private ExitNumbers changed(ExitDocument document, TradeKind kind) {
        String suffix = kind == TradeKind.SWING ? "_swing" : "_day";
        return new ExitNumbers(
                document.number("stop_pct" + suffix).orElse(stop),
                document.number("target_pct" + suffix).orElse(target),
                document.number("trailing_arm_pct").orElse(arm),
                document.number("trailing_give_back_pct").orElse(giveBack),
                kind == TradeKind.SWING
                        ? document.number("max_hold_days_swing")
                                .map(days -> Duration.ofDays(days.longValue()))
                                .orElse(hold)
                        : minutes(document, "max_hold_minutes_day", hold),
                minutes(document, "minutes_before_close", beforeClose),
                minutes(document, "minutes_before_close_expiring", beforeCloseExpiring),
                kind == TradeKind.SWING
                        ? document.flag("close_losing_swings_overnight").orElse(overnight)
                        : overnight);
    }

    private static Duration minutes(ExitDocument document, String key, Duration otherwise) {
        return document.number(key)
                .map(minutes -> Duration.ofMinutes(minutes.longValue()))
                .orElse(otherwise);
    }

    /** Whether the account was in small-account mode when the position was opened. */
    private static boolean smallAccount(Holding holding, Day day) {
        List<Limits> inForce =
                day.parameters().inForce(holding.tier(), day.clocks().wallAt(holding.openedAt()));
        return inForce.isEmpty()
                ? TierTable.of(holding.tier())
                        .flatMap(table -> table.value("small_account_mode"))
                        .map(Boolean::parseBoolean)
                        .orElse(false)
                : inForce.getLast().smallAccount();
    }

    /** When which rule of time closes it today. */
    Map<String, Instant> timeRules(Holding holding, Run run) {
        Map<String, Instant> rules = new HashMap<>();
        endOfDay(holding.kind(), run).ifPresent(at -> rules.put("END_OF_DAY", at));
        holdEnds(holding, run).ifPresent(at -> rules.put("MAX_HOLD_TIME", at));
        expirationToday(holding, run).ifPresent(at -> rules.put("EXPIRATION_RISK", at));
        return rules;
    }

    /** From when a trade that ends with the day has to be closed; empty for a swing. */
    Optional<Instant> endOfDay(TradeKind kind, Run run) {
        return switch (kind) {
            case DAY -> Optional.of(run.beforeClose(beforeClose));
            case GAP -> Optional.of(run.open().plus(GAP_FLAT_AFTER_OPEN));
            case SWING -> Optional.empty();
        };
    }

    /** A swing's last hour may fall on a week-end, and is then before the close of the Friday; holidays are not known here. */
    private Optional<Instant> holdEnds(Holding holding, Run run) {
        Instant end = holding.openedAt().plus(hold);
        if (holding.day()) {
            return Optional.of(end);
        }
        LocalDate date = end.atZone(EXCHANGE).toLocalDate();
        boolean weekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        LocalDate last = weekend ? date.with(java.time.temporal.TemporalAdjusters.previous(DayOfWeek.FRIDAY)) : date;
        Instant beforeTheClose = run.beforeClose(beforeClose);
        return last.equals(run.date())
                ? Optional.of(end.isBefore(beforeTheClose) ? end : beforeTheClose)
                : Optional.empty();
    }

    /** When today the contract becomes too near to its expiry; empty on all other days. */
    Optional<Instant> expirationToday(Holding holding, Run run) {
        long days = Occ.parse(holding.symbol())
                .map(occ -> occ.daysToExpiry(run.date()))
                .orElse(Long.MAX_VALUE);
        if (days <= 0) {
            return Optional.of(run.beforeClose(beforeCloseExpiring));
        }
        return days == 1 && !holding.day() ? Optional.of(run.beforeClose(beforeClose)) : Optional.empty();
    }

    /** Whether the stop has begun to trail at such a peak. */
    boolean trails(BigDecimal entry, BigDecimal peak) {
        return arm != null && peak.compareTo(entry.multiply(BigDecimal.ONE.add(arm))) >= 0;
    }

    /** Where it stands then. */
    BigDecimal trailingLevel(BigDecimal entry, BigDecimal peak) {
        return peak.subtract(peak.subtract(entry).multiply(giveBack));
    }
}
