package dev.opspipeline.sandbox.view;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Puts codes, symbols and numbers into words a newcomer reads. */
public final class Words {

    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_CLOCK =
            DateTimeFormatter.ofPattern("EEE MMM d, HH:mm 'New York'", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DATE = DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH);
    private static final DateTimeFormatter OCC_DATE = DateTimeFormatter.ofPattern("yyMMdd", Locale.ENGLISH);

    private static final Pattern OCC = Pattern.compile("\\b([A-Z.]{1,6})(\\d{6})([CP])(\\d{8})\\b");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?Z");
    private static final Pattern LONG_DECIMAL = Pattern.compile("(\\d+\\.\\d{3})\\d+");

    /** What each refusal means; a test compares the codes with the system's own. */
    static final Map<String, String> REFUSALS = new TreeMap<>(Map.ofEntries(
            Map.entry("TRADING_STOPPED", "trading is stopped"),
            Map.entry("NO_EXIT_MANAGER", "nobody is there to close what would be opened"),
            Map.entry("CONFIG_NOT_LOADED", "no valid limits"),
            Map.entry("ACCOUNT_UNKNOWN", "account figures missing or too old"),
            Map.entry("ACCOUNT_RESTRICTED", "the broker restricts the account"),
            Map.entry("INVALID_SIGNAL", "recommendation makes no sense"),
            Map.entry("STALE_SIGNAL", "recommendation too old"),
            Map.entry("ACTION_NOT_ALLOWED", "action not allowed for this account"),
            Map.entry("MARKET_CLOSED", "outside entry hours"),
            Map.entry("LOW_CONFIDENCE", "confidence too low"),
            Map.entry("LOW_VOLUME", "volume too low"),
            Map.entry("WEAK_TREND", "no clear trend"),
            Map.entry("LOW_KELLY", "odds too poor"),
            Map.entry("DAILY_LOSS", "daily loss limit reached"),
            Map.entry("SESSION_DRAWDOWN", "fallen too far from the day's high"),
            Map.entry("POSITION_LIMIT", "position limit reached"),
            Map.entry("DUPLICATE_POSITION", "already in this stock and direction"),
            Map.entry("TICKER_COOLDOWN", "too soon after the last entry in this stock"),
            Map.entry("ACCOUNT_COOLDOWN", "too soon after the account's last entry"),
            Map.entry("DAILY_TRADE_LIMIT", "trades of the day used up"),
            Map.entry("EXPOSURE", "exposure limit reached"),
            Map.entry("CONCENTRATION", "too much in one direction"),
            Map.entry("NET_DELTA", "net delta too large"),
            Map.entry("VOLATILITY_REGIME", "market too nervous"),
            Map.entry("STREAK", "too many stop losses in a row"),
            Map.entry("NO_CONTRACT", "no suitable contract listed"),
            Map.entry("ILLIQUID", "contracts trade too thinly"),
            Map.entry("STALE_QUOTE", "option quotes too old"),
            Map.entry("CANNOT_AFFORD", "too dear for this account"),
            Map.entry("CONTRACT_TOO_EXPENSIVE", "one contract takes too much of the account"),
            Map.entry("LOSS_BUDGET", "its stop could lose more than the day allows"),
            Map.entry("BELOW_MINIMUM", "too small to be worth an order")));

    private static final String HIT = "_HIT";

    private Words() {}

    /** What a refusal's code means. */
    public static String refusal(String code) {
        return REFUSALS.getOrDefault(code, plain(code));
    }

    /** A verdict as {@code what is wrong: what was seen [what is asked]}. */
    public static String refusal(JsonNode verdict) {
        return "%s: %s [%s]"
                .formatted(
                        refusal(verdict.path("code").asString("")),
                        numbers(verdict.path("observed").asString("-")),
                        numbers(verdict.path("limit").asString("-")));
    }

    /** A reason to close, as in {@code stop loss}. */
    static String reason(String code) {
        return plain(code.endsWith(HIT) ? code.substring(0, code.length() - HIT.length()) : code);
    }

    /** A code as words. */
    static String plain(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code INTC260410C00062500} as {@code INTC 62.50 call Apr 10}; anything else as it is. */
    public static String contract(String symbol) {
        return OCC.matcher(symbol).replaceAll(Words::contract);
    }

    private static String contract(MatchResult occ) {
        BigDecimal strike = new BigDecimal(occ.group(4)).movePointLeft(3).stripTrailingZeros();
        String dollars = strike.scale() <= 0
                ? strike.toPlainString()
                : strike.setScale(Math.max(2, strike.scale())).toPlainString();
        LocalDate expiry = LocalDate.parse(occ.group(2), OCC_DATE);
        return "%s %s %s %s"
                .formatted(occ.group(1), dollars, occ.group(3).equals("C") ? "call" : "put", SHORT_DATE.format(expiry));
    }

    /** Contracts, times and long decimals inside a text made readable; decimals are cut, so that 0.6999 never reads as 0.70. */
    static String numbers(String text) {
        String times = INSTANT.matcher(contract(text)).replaceAll(found -> clock(Instant.parse(found.group())));
        return LONG_DECIMAL.matcher(times).replaceAll("$1");
    }

    /** New York day and time, as in {@code Fri Apr 10, 09:30 New York}. */
    public static String date(Instant instant) {
        return DAY_AND_CLOCK.format(instant.atZone(NEW_YORK));
    }

    /** New York time, hours and minutes. */
    static String clock(Instant instant) {
        return CLOCK.format(instant.atZone(NEW_YORK));
    }

    /** Dollars and cents with thousands apart. */
    public static String money(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_UP));
    }

    /** The same with its sign. */
    public static String profit(BigDecimal amount) {
        return (amount.signum() > 0 ? "+" : "") + money(amount);
    }

    /** Whole dollars. */
    static String dollars(BigDecimal amount) {
        return String.format(
                Locale.ROOT, "%,d", amount.setScale(0, RoundingMode.HALF_UP).toBigInteger());
    }
}
