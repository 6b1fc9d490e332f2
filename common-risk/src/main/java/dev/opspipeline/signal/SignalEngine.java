package dev.opspipeline.signal;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns one-minute bars into recommendations and holds: the heart of the signal engine.
 *
 * <p>For one thread. Reads no clock: a recommendation is created when its bar ends and the same bars always give the
 * same signals, ids included. An engine that is started anew and fed from the previous session's open on repeats what
 * was said (counts of holds excepted), as long as that session had 121 bars.
 */
public final class SignalEngine {

    /** How long a recommendation may be acted on unless configured otherwise, market time. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

    private static final Pattern RULE_NAME = Pattern.compile("[A-Za-z0-9_]{1,32}");
    private static final int SECONDS_PER_MINUTE = 60;

    private SessionCalendar calendar;
    private final SignalRule rule;
    private final String ruleName;
    private final News news;
    private final Duration lifetime;
    private final Map<Ticker, Watch> watches = new HashMap<>();
    private @Nullable Session session;

    /** With the trend rule, no news and the default lifetime. */
    public SignalEngine(SessionCalendar calendar) {
        this(calendar, new TrendRule(), News.NONE, DEFAULT_LIFETIME);
    }

    /**
     * @param calendar must cover every session whose bars are to count
     * @param lifetime market time from a recommendation's creation to its expiry
     * @throws IllegalArgumentException when the rule's name doesn't fit into an id or the lifetime is not positive
     */
    public SignalEngine(SessionCalendar calendar, SignalRule rule, News news, Duration lifetime) {
        this.calendar = calendar;
        this.rule = rule;
        this.ruleName = rule.name();
        this.news = news;
        this.lifetime = lifetime;
        if (!RULE_NAME.matcher(ruleName).matches()) {
            throw new IllegalArgumentException(
                    "rule name must be 1 to 32 letters, digits or '_', was '" + ruleName + "'");
        }
        if (!lifetime.isPositive()) {
            throw new IllegalArgumentException("lifetime must be positive, was " + lifetime);
        }
    }

    /** From here on, bars are of these sessions: a calendar runs out, an engine does not. */
    public void follow(SessionCalendar newer) {
        calendar = newer;
    }

    /**
     * Takes in one bar. Empty when the bar is ignored: outside regular hours, or not newer than this ticker's last one
     * (a repeat, a correction, one that was overtaken). Bars may therefore be fed again at will.
     */
    public Optional<Signal> handle(Bar bar) {
        @Nullable Session open = sessionOf(bar.start());
        if (open == null) {
            return Optional.empty();
        }
        Watch watch = watches.computeIfAbsent(bar.ticker(), ticker -> new Watch());
        long minute = Math.floorDiv(bar.start().getEpochSecond(), SECONDS_PER_MINUTE);
        if (!watch.window.isNewer(minute)) {
            return Optional.empty();
        }
        if (!isUsable(bar)) {
            return Optional.of(held(watch, bar, HoldReason.UNUSABLE_BAR, null, null));
        }
        watch.window.add(minute, open.date().toEpochDay(), bar.close(), bar.volume());
        return Optional.of(judge(watch, bar));
    }

    private Signal judge(Watch watch, Bar bar) {
        if (!watch.window.isWarm()) {
            return held(watch, bar, HoldReason.WARMING_UP, null, null);
        }
        Features features = watch.window.features();
        Opinion opinion = rule.judge(watch.window, features, news.about(bar.ticker(), bar.end()));
        return switch (opinion) {
            case Opinion.Pass(HoldReason reason, @Nullable Confidence breakdown) ->
                held(watch, bar, reason, features, breakdown);
            case Opinion.Buy buy -> recommended(watch, bar, features, buy);
        };
    }

    private Signal recommended(Watch watch, Bar bar, Features features, Opinion.Buy buy) {
        watch.endHolding();
        Instant createdAt = bar.end();
        return new Signal.Recommended(new Recommendation(
                RecommendationId.of(bar.ticker(), bar.start(), buy.action(), ruleName),
                bar.ticker(),
                buy.action(),
                buy.strategy(),
                ruleName,
                buy.breakdown().value(),
                buy.score(),
                Money.nearest(bar.close()),
                features,
                buy.breakdown(),
                bar.start(),
                createdAt,
                createdAt.plus(lifetime)));
    }

    private Signal held(
            Watch watch, Bar bar, HoldReason reason, @Nullable Features features, @Nullable Confidence breakdown) {
        int count = watch.hold(reason);
        return new Signal.Held(new Hold(bar.ticker(), ruleName, reason, count, bar.start(), features, breakdown));
    }

    /** Remembers the session last used: nearly every bar belongs to it. */
    private @Nullable Session sessionOf(Instant start) {
        if (session == null || !session.contains(start)) {
            session = calendar.openAt(start).orElse(null);
        }
        return session;
    }

    private static boolean isUsable(Bar bar) {
        return Double.isFinite(bar.close()) && bar.close() > 0.0 && bar.volume() >= 0;
    }

    /** One ticker's window and the run of holds it is in. */
    private static final class Watch {

        private final BarWindow window = new BarWindow();
        private @Nullable HoldReason holding;
        private int count;

        int hold(HoldReason reason) {
            count = holding == reason ? count + 1 : 1;
            holding = reason;
            return count;
        }

        void endHolding() {
            holding = null;
        }
    }
}
