package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.dispatcher.LimitsEdits.Numbers;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.RefusalCode;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TradingState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of edits, good and bad, while decisions are made: what is in force is held against a model of twenty lines, and
 * every decision against the document it names. {@code -Dedits=N} and {@code -Dedits.seed=N} choose how many and which.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LimitsUnderEditsTest {

    private static final int EDITS = Integer.getInteger("edits", 2_000);
    private static final long SEED = Long.getLong("edits.seed", 20_260_409);
    private static final String OWN = "/ops-pipeline/dispatcher_config_large";
    private static final int LONGEST_PAUSE_MILLIS = 7_000;
    private static final int RAISE_WAITS = 10;

    private final LimitsEdits edits = new LimitsEdits(SEED);
    private final HandMovedClock clock = new HandMovedClock(Signals.NOW);
    private final Map<String, Numbers> good = new ConcurrentHashMap<>();
    private final Map<Move, Integer> moves = new EnumMap<>(Move.class);
    private Instant wall = Clock.systemUTC().instant();

    private long number;
    private long highest;
    private @Nullable StoredDocument stored;
    private @Nullable String inForce;
    private @Nullable String waiting;
    private @Nullable Instant waitingSince;

    private enum Move {
        GOOD,
        BAD,
        READ_AGAIN,
        LAGS,
        DELETED,
        UNREADABLE
    }

    @Test
    void X58_X61_noDecisionEverUsesAMixOrARefusedDocument() throws InterruptedException {
        FakeExchange exchange = new FakeExchange(clock::now);
        AtomicReference<@Nullable String> mixed = new AtomicReference<>();
        AtomicLong glances = new AtomicLong();
        try (TradingPost post =
                new TradingPost("edits", clock, exchange, new RecordingJournal(), Checkpoint.Observer.NONE)) {
            post.loop.start();
            post.onThread(() -> post.dispatcher.recover(History.of(List.of(), Set.of())));
            Semaphore glancesDue = new Semaphore(0);
            Thread bystander = Thread.ofPlatform().start(() -> {
                for (int glance = 0; glance < EDITS; glance++) {
                    glancesDue.acquireUninterruptibly();
                    glance(post.limits.view(), mixed, glances);
                }
            });
            for (int edit = 0; edit < EDITS; edit++) {
                int step = edit;
                glancesDue.release();
                post.ask(() -> {
                    step(post, step);
                    return true;
                });
            }
            bystander.join();
        }
        assertThat(mixed.get()).as("what another thread saw").isNull();
        assertThat(glances.get()).isPositive();
        assertThat(moves).as("seed %d", SEED).containsOnlyKeys(Move.values());
    }

    private void glance(LimitsView view, AtomicReference<@Nullable String> mixed, AtomicLong glances) {
        TierLimits limits = view.limits();
        if (limits != null) {
            glances.incrementAndGet();
            if (!says(limits, good.get(limits.version()))) {
                mixed.compareAndSet(null, limits.toString());
            }
        }
    }

    private void step(TradingPost post, int step) {
        wall = wall.plusMillis(1 + edits.below(LONGEST_PAUSE_MILLIS));
        Move move = move();
        moves.merge(move, 1, Integer::sum);
        post.limits.killSwitch("none", wall);
        post.exitManager.heard(Clock.systemUTC().instant());
        make(move, post.limits);
        String where = "step %d (%s) of seed %d".formatted(step, move, SEED);

        TierLimits now = post.limits.at(wall);
        assertThat(now == null ? null : now.version()).as(where).isEqualTo(inForce);
        assertThat(now == null || says(now, good.get(now.version()))).as(where).isTrue();
        boolean held = waiting != null && lowersToo();
        assertThat(post.limits.tradingState(wall))
                .as(where)
                .isEqualTo(held ? TradingState.REDUCING : TradingState.ACTIVE);

        DecisionRecord decision = decide(post, step);
        assertThat(decision.limitsVersion()).as(where).isEqualTo(inForce == null ? "" : inForce);
        if (inForce == null || held) {
            assertThat(decision.decision()).as(where).isInstanceOf(Decision.NoTrade.class);
        } else {
            Numbers numbers = numbersOf(inForce);
            assertThat(limit(decision, RefusalCode.POSITION_LIMIT)).as(where).isEqualTo("below " + numbers.positions());
            assertThat(limit(decision, RefusalCode.DAILY_LOSS))
                    .as(where)
                    .isEqualTo("above -" + Money.of(numbers.dailyLoss()));
            assertThat(limit(decision, RefusalCode.EXPOSURE)).as(where).endsWith(" " + Money.of(numbers.exposure()));
        }
    }

    private Move move() {
        int drawn = edits.below(100);
        if (stored == null || drawn < 35) {
            return Move.GOOD;
        }
        return drawn < 60
                ? Move.BAD
                : drawn < 88 ? Move.READ_AGAIN : drawn < 92 ? Move.LAGS : drawn < 96 ? Move.DELETED : Move.UNREADABLE;
    }

    private void make(Move move, LimitsInForce limits) {
        StoredDocument newest = stored;
        switch (move) {
            case GOOD -> {
                Numbers numbers = edits.numbers(inForce == null ? null : good.get(inForce), String.valueOf(inForce));
                StoredDocument document = store(edits.good(numbers, wall));
                String name = name(document);
                good.put(name, numbers);
                limits.offered(document, wall);
                expect(name, numbers);
            }
            case BAD -> {
                StoredDocument document = store(edits.bad(edits.numbers(null, "0"), wall));
                name(document);
                limits.offered(document, wall);
                waiting = null;
            }
            case READ_AGAIN -> {
                limits.offered(Objects.requireNonNull(newest), wall);
                if (waiting != null
                        && !wall.isBefore(Objects.requireNonNull(waitingSince).plusSeconds(RAISE_WAITS))) {
                    inForce = waiting;
                    waiting = null;
                }
            }
            case LAGS ->
                limits.offered(
                        new StoredDocument(
                                OWN,
                                number + 5,
                                Objects.requireNonNull(newest).writtenAt().minusMillis(1),
                                edits.good(edits.numbers(null, "0"), wall)),
                        wall);
            case DELETED -> {
                limits.missing(null, wall);
                waiting = inForce == null ? waiting : null;
                number = 0;
            }
            case UNREADABLE -> limits.unreadable("no answer", wall);
        }
    }

    private StoredDocument store(String text) {
        number++;
        stored = new StoredDocument(OWN, number, wall, text);
        return stored;
    }

    private String name(StoredDocument document) {
        boolean again = document.version() <= highest;
        highest = Math.max(highest, document.version());
        return document.version() + (again ? "@" + document.writtenAt() : "");
    }

    /** The rule, once more: down at once, up after a wait, far up only by name. */
    private void expect(String name, Numbers next) {
        Numbers before = inForce == null ? null : good.get(inForce);
        waiting = null;
        if (before == null || !next.raises(before)) {
            inForce = name;
        } else if (!next.leaps(before) || Objects.equals(inForce, next.replaces())) {
            waiting = name;
            waitingSince = wall;
        }
    }

    private boolean lowersToo() {
        return numbersOf(waiting).lowers(numbersOf(inForce));
    }

    private Numbers numbersOf(@Nullable String version) {
        return Objects.requireNonNull(good.get(Objects.requireNonNull(version)));
    }

    private static boolean says(TierLimits limits, @Nullable Numbers numbers) {
        return numbers != null
                && limits.maxOpenPositions() == numbers.positions()
                && limits.maxDailyLoss().equals(Money.of(numbers.dailyLoss()))
                && limits.maxNotionalExposure().equals(Money.of(numbers.exposure()));
    }

    /** A decision that is taken back, so that the next one finds the account as it was. */
    private static DecisionRecord decide(TradingPost post, int step) {
        List<DecisionRecord> made = new ArrayList<>();
        post.dispatcher.handle(List.of(Signals.call(ticker(step), post.clock.now())), (decisions, handled, written) -> {
            made.addAll(decisions);
            return DecisionLog.Outcome.NOT_COMMITTED;
        });
        return made.getFirst();
    }

    private static String ticker(int step) {
        StringBuilder letters = new StringBuilder();
        for (int left = step, letter = 0; letter < 4; letter++, left /= 26) {
            letters.append((char) ('A' + left % 26));
        }
        return letters.toString();
    }

    private static String limit(DecisionRecord decision, RefusalCode code) {
        return decision.verdicts().stream()
                .filter(verdict -> verdict.code() == code)
                .findFirst()
                .orElseThrow()
                .limit();
    }
}
