package dev.opspipeline.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bars that cannot be true are not traded on. */
class QuarantineTest {

    private static final Ticker NVDA = new Ticker("NVDA");
    private static final int FROM = 200;

    private final List<Bar> bars = Tape.twoSessions(NVDA, 11);

    /** Minutes times 300, all others nothing: at every share of poisoned minutes, from the beginning or from noon on. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            from, share
            0,    0.05
            0,    0.3
            0,    0.5
            200,  0.05
            200,  0.3
            200,  0.5
            200,  0.9
            """)
    void poisonedVolumeLeadsToNoRecommendation(int from, double share) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Bar> poisoned = new ArrayList<>(bars.subList(0, from));
            for (Bar bar : bars.subList(from, bars.size())) {
                poisoned.add(withVolume(bar, random.nextDouble() < share ? 300 * bar.volume() : 0));
            }

            List<Signal> signals = play(poisoned);

            assertThat(signals.subList(from, signals.size())).noneMatch(Signal.Recommended.class::isInstance);
            assertThat(reasons(signals.subList(Math.max(from, 60), signals.size())))
                    .contains(HoldReason.IMPOSSIBLE_VOLUME);
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            empty, held
            0,     false
            1,     false
            2,     true
            """)
    void oneMinuteWithoutVolumeHappensTwoDoNot(int empty, boolean held) {
        for (int minute = 0; minute < empty; minute++) {
            bars.set(FROM + 10 * minute, withVolume(bars.get(FROM + 10 * minute), 0));
        }

        assertThat(reasons(play(bars)).contains(HoldReason.IMPOSSIBLE_VOLUME)).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            times, emptyMinuteBefore, held
            99,    false,             false
            100,   false,             true
            49,    true,              false
            50,    true,              true
            """)
    void enormousVolumeIsNotBelievedLeastOfAllBesideAnEmptyMinute(int times, boolean emptyMinuteBefore, boolean held) {
        for (int minute = FROM - 20; minute < FROM; minute++) {
            boolean empty = emptyMinuteBefore && minute == FROM - 5;
            bars.set(minute, withVolume(bars.get(minute), empty ? 0 : emptyMinuteBefore ? 20_000 : 19_000));
        }
        bars.set(FROM, withVolume(bars.get(FROM), times * 19_000L));
        List<Signal> signals = play(bars.subList(0, FROM + 1));

        assertThat(reasons(signals).contains(HoldReason.IMPOSSIBLE_VOLUME)).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            jump, volume, held
            1.05, 100,    true
            0.95, 100,    true
            1.05, 9000,   false
            1.02, 100,    false
            """)
    void aJumpWithoutVolumeSpoilsTheWindowAndOneOnVolumeIsNews(double jump, long volume, boolean held) {
        for (int minute = FROM; minute < 390; minute++) {
            Bar bar = bars.get(minute);
            bars.set(minute, Tape.bar(NVDA, bar.start(), bar.close() * jump, minute == FROM ? volume : bar.volume()));
        }

        List<Signal> signals = play(bars.subList(0, 390));

        assertThat(eachReason(signals).stream().filter(HoldReason.JUMP_WITHOUT_VOLUME::equals))
                .hasSize(held ? BarWindow.CAPACITY + 1 : 0);
        if (held) {
            assertThat(eachReason(signals.subList(FROM, FROM + BarWindow.CAPACITY + 1)))
                    .hasSize(BarWindow.CAPACITY + 1)
                    .containsOnly(HoldReason.JUMP_WITHOUT_VOLUME);
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            repeats, held
            3,       false
            4,       true
            """)
    void aFeedThatRepeatsItselfIsFoundAtTheFifthEqualBar(int repeats, boolean held) {
        Bar stuck = bars.get(FROM);
        for (int minute = 1; minute <= repeats; minute++) {
            bars.set(FROM + minute, Tape.bar(NVDA, bars.get(FROM + minute).start(), stuck.close(), stuck.volume()));
        }

        assertThat(reasons(play(bars)).contains(HoldReason.STALE_REPEAT)).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            factor, held
            0.5,    true
            0.1,    true
            0.66,   true
            0.8,    false
            1.3,    false
            1.5,    true
            10,     true
            """)
    void aSplitOverNightIsNotAMove(double factor, boolean held) {
        bars.replaceAll(bar -> bar.start().isBefore(Tape.SECOND_OPEN)
                ? bar
                : Tape.bar(NVDA, bar.start(), bar.close() * factor, bar.volume()));

        List<Signal> signals = play(bars);

        assertThat(eachReason(signals.subList(390, 511)).stream().allMatch(HoldReason.SPLIT::equals))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 230, 300})
    void aRestartFindsTheSameTickerInQuarantine(int restartedAt) {
        bars.set(FROM, withVolume(bars.get(FROM), 1_000_000));
        Bar jumped = bars.get(FROM + 40);
        bars.set(FROM + 40, Tape.bar(NVDA, jumped.start(), jumped.close() * 1.06, 10));
        List<Signal> uninterrupted = play(bars);

        List<Signal> restarted = new ArrayList<>();
        SignalEngine second = new SignalEngine(Tape.CALENDAR);
        for (int i = 0; i < bars.size(); i++) {
            List<Signal> said = second.handle(bars.get(i));
            if (i >= restartedAt) {
                restarted.addAll(said);
            }
        }
        assertThat(restarted).isEqualTo(uninterrupted.subList(restartedAt, uninterrupted.size()));
        assertThat(reasons(uninterrupted)).contains(HoldReason.IMPOSSIBLE_VOLUME, HoldReason.JUMP_WITHOUT_VOLUME);
    }

    @Test
    void aCorrectionEndsTheQuarantineThatTheWrongBarBegan() {
        Bar right = bars.get(FROM);
        List<Bar> corrected = new ArrayList<>(bars);
        corrected.set(FROM, withVolume(right, 1_000_000));
        corrected.add(FROM + 1, right);

        List<HoldReason> each = eachReason(play(corrected).subList(FROM, FROM + 30));

        assertThat(each.getFirst()).isEqualTo(HoldReason.IMPOSSIBLE_VOLUME);
        assertThat(each.subList(1, each.size())).doesNotContain(HoldReason.IMPOSSIBLE_VOLUME);
    }

    @Test
    void anHonestTapeIsNeverInQuarantine() {
        IntPredicate clean =
                seed -> reasons(play(Tape.twoSessions(NVDA, seed))).stream().noneMatch(HoldReason::isQuarantine);

        for (int seed = 0; seed < 20; seed++) {
            assertThat(clean.test(seed)).isTrue();
        }
    }

    private static Bar withVolume(Bar bar, long volume) {
        return new Bar(bar.ticker(), bar.start(), bar.open(), bar.high(), bar.low(), bar.close(), volume);
    }

    private static List<Signal> play(List<Bar> bars) {
        SignalEngine engine = new SignalEngine(Tape.CALENDAR);
        return bars.stream().flatMap(bar -> engine.handle(bar).stream()).toList();
    }

    private static Set<HoldReason> reasons(List<Signal> signals) {
        return eachReason(signals).stream().collect(Collectors.toSet());
    }

    private static List<HoldReason> eachReason(List<Signal> signals) {
        return signals.stream()
                .filter(Signal.Held.class::isInstance)
                .map(signal -> ((Signal.Held) signal).hold().reason())
                .toList();
    }
}
