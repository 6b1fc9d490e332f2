package dev.opspipeline.signal;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns one-minute bars into recommendations and holds: the heart of the signal engine.
 *
 * <p>For one thread. Reads no clock: a recommendation is created when its bar ends and the same bars always give the
 * same signals, ids included. An engine that is started anew and fed from the previous session's open on repeats what
 * was said (counts of holds excepted), as long as that session had as many bars as are looked back on.
 */
public final class SignalEngine {

    /** How long a recommendation may be acted on unless configured otherwise, market time. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

    private static final Pattern RULE_NAME = Pattern.compile("[A-Za-z0-9_]{1,32}");

    private SessionCalendar calendar;
    private final List<SignalRule> rules;
    private final News news;
    private final VolatilityIndex index;
    private final Duration lifetime;
    private final Map<Ticker, Watch> watches = new HashMap<>();
    private @Nullable Session session;
    private @Nullable Session dayBefore;

    /** With the trend rule, nothing but bars to go by, and the default lifetime. */
    public SignalEngine(SessionCalendar calendar) {
        this(calendar, List.of(new TrendRule()), News.NONE, VolatilityIndex.NONE, DEFAULT_LIFETIME);
    }

    /**
     * @param calendar must cover every session whose bars are to count
     * @param rules each is asked about every bar
     * @param lifetime market time from a recommendation's creation to its expiry
     * @throws IllegalArgumentException when there is no rule, a rule's name doesn't fit into an id, or the lifetime is not
     *     positive
     */
    public SignalEngine(
            SessionCalendar calendar, List<SignalRule> rules, News news, VolatilityIndex index, Duration lifetime) {
        this.calendar = calendar;
        this.rules = List.copyOf(rules);
        this.news = news;
        this.index = index;
        this.lifetime = lifetime;
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("rules must be at least 1, was 0");
        }
        for (SignalRule rule : rules) {
            if (!RULE_NAME.matcher(rule.name()).matches()) {
                throw new IllegalArgumentException(
                        "rule name must be 1 to 32 letters, digits or '_', was '" + rule.name() + "'");
            }
        }
        if (!lifetime.isPositive()) {
            throw new IllegalArgumentException("lifetime must be positive, was " + lifetime);
        }
    }

    /** From here on, bars are of these sessions: a calendar runs out, an engine does not. */
    public void follow(SessionCalendar newer) {
        calendar = newer;
        session = null;
    }

    /** Forgets a ticker that is no longer watched. */
    public void forget(Ticker ticker) {
        watches.remove(ticker);
    }

    /**
     * Takes in one bar; a signal of each rule. None when the bar is outside regular hours, or known already, so that bars
     * may be fed again at will. One that comes late, or again with other numbers, takes its place among the others; only
     * the newest can still lead to a recommendation, and holds are not counted twice.
     */
    public List<Signal> handle(Bar bar) {
        if (session == null || !session.contains(bar.start())) {
            turnTo(bar.start());
        }
        Session open = session;
        if (open == null) {
            return List.of();
        }
        Watch watch = watches.computeIfAbsent(bar.ticker(), ticker -> new Watch(rules.size()));
        boolean next = watch.window.isNext(bar);
        if (!isUsable(bar)) {
            return next ? heldByAll(watch, bar, HoldReason.UNUSABLE_BAR, null) : List.of();
        }
        if (next) {
            watch.window.add(bar, open, dayBefore);
            return judge(watch, bar);
        }
        boolean changed = watch.window.correct(bar, open);
        return changed && watch.window.bar(0).equals(bar) ? judgeAgain(watch, bar) : List.of();
    }

    private List<Signal> judge(Watch watch, Bar bar) {
        @Nullable HoldReason fault = watch.window.fault();
        if (fault != null || !watch.window.isWarm()) {
            return heldByAll(watch, bar, fault == null ? HoldReason.WARMING_UP : fault, featuresOrNull(watch.window));
        }
        Features features = watch.window.features();
        Sentiment sentiment = news.about(bar.ticker(), bar.end());
        if (rules.size() == 1) {
            return List.of(judge(0, watch, bar, features, sentiment));
        }
        List<Signal> signals = new ArrayList<>(rules.size());
        for (int rule = 0; rule < rules.size(); rule++) {
            signals.add(judge(rule, watch, bar, features, sentiment));
        }
        return signals;
    }

    private Signal judge(int rule, Watch watch, Bar bar, Features features, Sentiment sentiment) {
        return switch (rules.get(rule).judge(watch.window, features, sentiment)) {
            case Opinion.Pass(HoldReason reason, @Nullable Confidence breakdown) ->
                held(rule, watch, bar, reason, features, breakdown);
            case Opinion.Buy buy -> {
                watch.endHolding(rule);
                yield recommended(rule, bar, features, sentiment, buy);
            }
        };
    }

    /** The newest bar has changed: it may now lead to a recommendation, but it is no further bar of a run of holds. */
    private List<Signal> judgeAgain(Watch watch, Bar bar) {
        if (watch.window.fault() != null || !watch.window.isWarm()) {
            return List.of();
        }
        Features features = watch.window.features();
        Sentiment sentiment = news.about(bar.ticker(), bar.end());
        List<Signal> signals = new ArrayList<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            if (rules.get(rule).judge(watch.window, features, sentiment) instanceof Opinion.Buy buy) {
                watch.endHolding(rule);
                signals.add(recommended(rule, bar, features, sentiment, buy));
            }
        }
        return signals;
    }

    private Signal recommended(int rule, Bar bar, Features features, Sentiment sentiment, Opinion.Buy buy) {
        Instant createdAt = bar.end();
        String name = rules.get(rule).name();
        OptionalDouble level = index.level(createdAt);
        return new Signal.Recommended(new Recommendation(
                RecommendationId.of(bar.ticker(), bar.start(), buy.action(), name),
                bar.ticker(),
                buy.action(),
                buy.strategy(),
                name,
                buy.breakdown().value(),
                buy.score(),
                Money.nearest(bar.close()),
                features,
                buy.breakdown(),
                news.equals(News.NONE) ? null : sentiment,
                level.isPresent() ? level.getAsDouble() : null,
                bar.start(),
                createdAt,
                createdAt.plus(lifetime)));
    }

    private List<Signal> heldByAll(Watch watch, Bar bar, HoldReason reason, @Nullable Features features) {
        List<Signal> signals = new ArrayList<>(rules.size());
        for (int rule = 0; rule < rules.size(); rule++) {
            signals.add(held(rule, watch, bar, reason, features, null));
        }
        return signals;
    }

    private Signal held(
            int rule,
            Watch watch,
            Bar bar,
            HoldReason reason,
            @Nullable Features features,
            @Nullable Confidence breakdown) {
        return new Signal.Held(new Hold(
                bar.ticker(),
                rules.get(rule).name(),
                reason,
                watch.hold(rule, reason),
                bar.start(),
                features,
                breakdown));
    }

    private static @Nullable Features featuresOrNull(BarWindow window) {
        return window.isWarm() ? window.features() : null;
    }

    /** Remembers the session last used and the one before it: nearly every bar belongs to it. */
    private void turnTo(Instant start) {
        session = calendar.openAt(start).orElse(null);
        dayBefore = session == null
                ? null
                : calendar.onOrBefore(session.date().minusDays(1)).orElse(null);
    }

    private static boolean isUsable(Bar bar) {
        double low = Math.min(bar.open(), bar.close());
        double high = Math.max(bar.open(), bar.close());
        // Written so that a price that is no number fails.
        return bar.low() > 0.0
                && bar.low() <= low
                && bar.high() >= high
                && bar.high() < Double.POSITIVE_INFINITY
                && bar.volume() >= 0;
    }

    /** One ticker's window, and the run of holds that each rule is in. */
    private static final class Watch {

        private final BarWindow window = new BarWindow();
        private final @Nullable HoldReason[] holding;
        private final int[] counts;

        Watch(int rules) {
            holding = new @Nullable HoldReason[rules];
            counts = new int[rules];
        }

        int hold(int rule, HoldReason reason) {
            counts[rule] = holding[rule] == reason ? counts[rule] + 1 : 1;
            holding[rule] = reason;
            return counts[rule];
        }

        void endHolding(int rule) {
            holding[rule] = null;
        }
    }
}
