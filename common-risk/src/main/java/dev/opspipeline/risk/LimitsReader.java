package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import dev.opspipeline.market.Bar;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.signal.SignalEngine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one document, collecting every problem before it says no. */
final class LimitsReader {

    private static final String ACCOUNT_TIER = "account_tier";
    private static final String PRESET = "preset";
    private static final String REPLACES_VERSION = "replaces_version";
    private static final String NOTE_PREFIX = "x_";
    private static final String SMALL_CONFIDENCE = "min_confidence_small_account";
    private static final String SMALL_VOLUME = "min_volume_ratio_small_account";
    private static final Map<String, LimitKey> OLDER_NAMES = Map.of(
            "max_contracts", LimitKey.MAX_CONTRACTS_PER_TRADE,
            "risk_pct_day_trade", LimitKey.RISK_PCT_DAY,
            "risk_pct_swing_trade", LimitKey.RISK_PCT_SWING);
    /** Older names of a minimum that held in small-account mode only, beside the usual one. */
    private static final Map<String, List<LimitKey>> SMALL_ACCOUNT_MINIMUMS = Map.of(
            SMALL_CONFIDENCE,
            List.of(LimitKey.CONFIDENCE_MIN_OPTIONS_DAYTRADE, LimitKey.CONFIDENCE_MIN_OPTIONS_SWING),
            SMALL_VOLUME,
            List.of(LimitKey.MIN_VOLUME_RATIO));

    private final Tier tier;
    private final String version;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<LimitKey, @Nullable Object> explicit = new EnumMap<>(LimitKey.class);
    private Map<LimitKey, Object> preset = Map.of();
    private @Nullable String replacesVersion;

    LimitsReader(Tier tier, String version) {
        this.tier = tier;
        this.version = version;
    }

    LimitsDocument read(Map<String, @Nullable Object> document) {
        if (!tier.id().equals(document.get(ACCOUNT_TIER))) {
            problem(ACCOUNT_TIER, "\"" + tier.id() + "\"", document.get(ACCOUNT_TIER));
        }
        document.forEach(this::readKey);
        document.forEach(this::readOlderName);
        document.forEach(this::readSmallAccountMinimum);
        contradictions();
        return complete(new EffectiveLimits(tier, explicit, preset).lay(warnings));
    }

    private LimitsDocument complete(EffectiveLimits.Laid laid) {
        Map<LimitKey, @Nullable Object> values = laid.values();
        explicit.forEach(this::checkCeiling);
        int usual = count(values, LimitKey.MAX_OPEN_POSITIONS);
        int confident = count(values, LimitKey.MAX_OPEN_POSITIONS_HIGH_CONFIDENCE);
        if (confident < usual) {
            problem(
                    LimitKey.MAX_OPEN_POSITIONS_HIGH_CONFIDENCE.key(),
                    "at least %s, which is %d".formatted(LimitKey.MAX_OPEN_POSITIONS.key(), usual),
                    confident);
        }
        return problems.isEmpty()
                ? new LimitsDocument.Accepted(
                        new TierLimits(tier, version, values), laid.sources(), warnings, replacesVersion)
                : new LimitsDocument.Refused(problems);
    }

    private void readKey(String key, @Nullable Object value) {
        Optional<LimitKey> limit = LimitKey.ofKey(key);
        if (limit.isPresent()) {
            readLimit(key, limit.get(), value).ifPresent(read -> explicit.put(limit.get(), read.value()));
        } else if (key.equals(PRESET)) {
            readPreset(value);
        } else if (key.equals(REPLACES_VERSION)) {
            readReplacesVersion(value);
        } else if (!isKnown(key)) {
            problems.add("%s is not a known key, was %s; the nearest known key is %s"
                    .formatted(key, shown(value), nearest(key)));
        }
    }

    private void readOlderName(String key, @Nullable Object value) {
        LimitKey limit = OLDER_NAMES.get(key);
        if (limit == null) {
            return;
        }
        warnings.add("%s is an older name of %s".formatted(key, limit.key()));
        if (explicit.containsKey(limit)) {
            problems.add(
                    "%s %s contradicts %s, its newer name: give one of them".formatted(key, shown(value), limit.key()));
            return;
        }
        readLimit(key, limit, value).ifPresent(read -> explicit.put(limit, read.value()));
    }

    private void readSmallAccountMinimum(String key, @Nullable Object value) {
        for (LimitKey limit : SMALL_ACCOUNT_MINIMUMS.getOrDefault(key, List.of())) {
            warnings.add("%s is an older name of %s".formatted(key, limit.key()));
            if (!smallAccountMode()) {
                warnings.add("%s means nothing without %s".formatted(key, LimitKey.SMALL_ACCOUNT_MODE.key()));
            }
            readLimit(key, limit, value)
                    .filter(read -> smallAccountMode())
                    .ifPresent(read -> explicit.merge(
                            limit, requireRead(read), (usual, small) -> ((Fraction) usual).max((Fraction) small)));
        }
    }

    private static Object requireRead(Read read) {
        return Optional.ofNullable(read.value()).orElseThrow();
    }

    private boolean smallAccountMode() {
        return Boolean.TRUE.equals(
                explicit.getOrDefault(LimitKey.SMALL_ACCOUNT_MODE, TierTable.smallAccountMode(tier)));
    }

    /** Null is a value that was read: off. */
    private record Read(@Nullable Object value) {}

    private Optional<Read> readLimit(String key, LimitKey limit, @Nullable Object raw) {
        Object value = raw == null ? null : limit.kind().read(raw).orElse(null);
        boolean readable = raw == null || value != null;
        if (!readable || !limit.allows(value)) {
            problem(key, limit.allowed(), raw);
            return Optional.empty();
        }
        return Optional.of(new Read(value));
    }

    private void readPreset(@Nullable Object value) {
        Optional<Preset> named = value instanceof String name ? Preset.ofId(name) : Optional.empty();
        Optional<Preset> fitting = named.filter(p -> p.tiers().contains(tier));
        if (fitting.isEmpty()) {
            String allowed = Arrays.stream(Preset.values())
                    .filter(p -> p.tiers().contains(tier))
                    .map(Preset::id)
                    .toList()
                    .toString();
            problem(PRESET, "one of " + allowed, value);
        }
        preset = fitting.map(Preset::limits).orElse(Map.of());
    }

    private void readReplacesVersion(@Nullable Object value) {
        switch (value) {
            case String text -> replacesVersion = text;
            case Long number -> replacesVersion = number.toString();
            case null, default -> problem(REPLACES_VERSION, "a version", value);
        }
    }

    private void contradictions() {
        oddStreak();
        tooOldAlways();
    }

    /** Bars that are polled come at the same second of every minute: what is too old once is too old always. */
    private void tooOldAlways() {
        long least = Bar.POLLED_EVERY.toSeconds();
        if (explicit.get(LimitKey.MAX_BAR_AGE_SECONDS) instanceof Integer most && most < least) {
            problem(
                    LimitKey.MAX_BAR_AGE_SECONDS.key(),
                    "at least %d, as bars come every %d s when there is no stream and none would be young enough"
                            .formatted(least, least),
                    most);
        }
        long lifetime = SignalEngine.DEFAULT_LIFETIME.toSeconds();
        if (explicit.get(LimitKey.MAX_RECOMMENDATION_AGE_SECONDS) instanceof Integer most && most > lifetime) {
            warnings.add("%s %d allows no more than %d: recommendations expire then"
                    .formatted(LimitKey.MAX_RECOMMENDATION_AGE_SECONDS.key(), most, lifetime));
        }
    }

    private void oddStreak() {
        List<LimitKey> streak = List.of(LimitKey.STREAK_STOPS, LimitKey.STREAK_MINUTES);
        long off = streak.stream()
                .filter(key -> explicit.containsKey(key) && explicit.get(key) == null)
                .count();
        if (off == 1 && explicit.keySet().containsAll(streak)) {
            problems.add("%s %s contradicts %s %s: both or neither must be null"
                    .formatted(
                            LimitKey.STREAK_STOPS.key(),
                            explicit.get(LimitKey.STREAK_STOPS),
                            LimitKey.STREAK_MINUTES.key(),
                            explicit.get(LimitKey.STREAK_MINUTES)));
        }
    }

    private void checkCeiling(LimitKey key, @Nullable Object value) {
        if (value == null) {
            return;
        }
        TierTable.ceiling(tier, key).ifPresent(ceiling -> {
            BigDecimal number = key.kind().number(value);
            if (number != null && number.compareTo(ceiling) > 0) {
                problem(key.key(), "at most %s, the ceiling of %s".formatted(ceiling.toPlainString(), tier), value);
            }
        });
    }

    private void problem(String key, String allowed, @Nullable Object was) {
        problems.add("%s must be %s, was %s".formatted(key, allowed, shown(was)));
    }

    private static int count(Map<LimitKey, @Nullable Object> values, LimitKey key) {
        return Optional.ofNullable((Integer) values.get(key)).orElseThrow();
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private static boolean isKnown(String key) {
        return key.startsWith(NOTE_PREFIX) || knownKeys().anyMatch(key::equals);
    }

    private static Stream<String> knownKeys() {
        Stream<String> names = Stream.of(ACCOUNT_TIER, PRESET, REPLACES_VERSION, SMALL_CONFIDENCE, SMALL_VOLUME);
        return Stream.concat(
                Stream.concat(Arrays.stream(LimitKey.values()).map(LimitKey::key), names),
                OLDER_NAMES.keySet().stream().sorted());
    }

    private static String nearest(String key) {
        return knownKeys()
                .min(Comparator.comparingInt(known -> EditDistance.between(known, key)))
                .orElseThrow();
    }
}
