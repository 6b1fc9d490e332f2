package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitPolicy;
import dev.opspipeline.exit.ExitTerms;
import dev.opspipeline.exit.Trailing;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one document of exits, collecting every problem before it says no. */
final class ExitDocumentReader {

    private static final String ACCOUNT_TIER = "account_tier";
    private static final String NOTE_PREFIX = "x_";

    private final Tier tier;
    private final String version;
    private final List<String> problems = new ArrayList<>();
    private final Map<ExitKey, Object> given = new EnumMap<>(ExitKey.class);
    private boolean trailingOff;

    ExitDocumentReader(Tier tier, String version) {
        this.tier = tier;
        this.version = version;
    }

    ExitDocument read(Map<String, @Nullable Object> document) {
        if (!tier.id().equals(document.get(ACCOUNT_TIER))) {
            problem(ACCOUNT_TIER, "\"" + tier.id() + "\"", document.get(ACCOUNT_TIER));
        }
        document.forEach(this::readKey);
        if (given.containsKey(ExitKey.TRAILING_GIVE_BACK_PCT)
                && !given.containsKey(ExitKey.TRAILING_ARM_PCT)
                && (trailingOff || !document.containsKey(ExitKey.TRAILING_ARM_PCT.key()))) {
            problems.add("%s %s means nothing without %s"
                    .formatted(
                            ExitKey.TRAILING_GIVE_BACK_PCT.key(),
                            given.get(ExitKey.TRAILING_GIVE_BACK_PCT),
                            ExitKey.TRAILING_ARM_PCT.key()));
        }
        return problems.isEmpty() ? new ExitDocument.Accepted(policy()) : new ExitDocument.Refused(problems);
    }

    private void readKey(String key, @Nullable Object value) {
        ExitKey known = ExitKey.ofKey(key).orElse(null);
        if (known == null) {
            if (!key.startsWith(NOTE_PREFIX) && !key.equals(ACCOUNT_TIER)) {
                problems.add("%s is not a known key, was %s; the nearest known key is %s"
                        .formatted(key, shown(value), nearest(key)));
            }
            return;
        }
        if (known == ExitKey.TRAILING_ARM_PCT && value == null) {
            trailingOff = true;
            return;
        }
        known.read(value, tier)
                .ifPresentOrElse(read -> given.put(known, read), () -> problem(key, known.allowed(tier), value));
    }

    private ExitPolicy policy() {
        ExitPolicy table = ExitPolicy.of(tier);
        return new ExitPolicy(
                version,
                terms(
                        table.terms(Strategy.DAY),
                        ExitKey.STOP_PCT_DAY,
                        ExitKey.TARGET_PCT_DAY,
                        given.get(ExitKey.MAX_HOLD_MINUTES_DAY) instanceof Integer minutes
                                ? Duration.ofMinutes(minutes)
                                : table.day().maxHold()),
                terms(
                        table.terms(Strategy.SWING),
                        ExitKey.STOP_PCT_SWING,
                        ExitKey.TARGET_PCT_SWING,
                        given.get(ExitKey.MAX_HOLD_DAYS_SWING) instanceof Integer days
                                ? Duration.ofDays(days)
                                : table.swing().maxHold()),
                given.get(ExitKey.ADOPT_EXTERNAL) instanceof ExitPolicy.Adopt adopt ? adopt : table.adopt(),
                given.get(ExitKey.FLATTEN_INCLUDES_EXTERNAL) instanceof Boolean flag
                        ? flag
                        : table.flattenIncludesExternal());
    }

    private ExitTerms terms(ExitTerms table, ExitKey stop, ExitKey target, Duration maxHold) {
        boolean isSwing = stop == ExitKey.STOP_PCT_SWING;
        return new ExitTerms(
                fraction(stop, table.stop()),
                fraction(target, table.target()),
                given.get(ExitKey.TRAILING_ARM_PCT) instanceof Fraction arm
                        ? new Trailing(arm, fraction(ExitKey.TRAILING_GIVE_BACK_PCT, Trailing.STANDARD.giveBack()))
                        : table.trailing(),
                maxHold,
                minutes(ExitKey.MINUTES_BEFORE_CLOSE, table.beforeClose()),
                minutes(ExitKey.MINUTES_BEFORE_CLOSE_EXPIRING, table.beforeExpiryClose()),
                given.get(ExitKey.CLOSE_LOSING_SWINGS_OVERNIGHT) instanceof Boolean flag
                        ? flag && isSwing
                        : table.closesOvernightLosers());
    }

    private Fraction fraction(ExitKey key, Fraction otherwise) {
        return given.get(key) instanceof Fraction fraction ? fraction : otherwise;
    }

    private Duration minutes(ExitKey key, Duration otherwise) {
        return given.get(key) instanceof Integer minutes ? Duration.ofMinutes(minutes) : otherwise;
    }

    private void problem(String key, String allowed, @Nullable Object was) {
        problems.add("%s must be %s, was %s".formatted(key, allowed, shown(was)));
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private static String nearest(String key) {
        return Stream.concat(Arrays.stream(ExitKey.values()).map(ExitKey::key), Stream.of(ACCOUNT_TIER))
                .min(Comparator.comparingInt(known -> EditDistance.between(known, key)))
                .orElseThrow();
    }
}
