package dev.opspipeline.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.DecisionRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random days at an exchange where everything goes wrong; other ones, and more: {@code -Dworld.days=1000 -Dworld.seed=9}. */
class EntryDaysTest {

    private static final int DAYS = Integer.getInteger("world.days", 8);
    private static final long SEED = Long.getLong("world.seed", 1);

    /** Limits of one day, for the dispatcher and for the referee. */
    private record Setting(Tier tier, Money equity, String document, Referee.Rules rules) {

        static Setting random(Random random) {
            Tier tier = List.of(Tier.values()).get(random.nextInt(Tier.values().length));
            Money equity = Money.of(
                    switch (tier) {
                        case TINY -> 1_900;
                        case SMALL -> 4_500;
                        case MEDIUM -> 20_000;
                        case LARGE -> 55_000;
                    });
            int positions = 1 + random.nextInt(4);
            int contracts = 1 + random.nextInt(4);
            int exposure = 300 + random.nextInt(1_200);
            int loss = 60 + random.nextInt(140);
            int trades = 2 + random.nextInt(30);
            int perTicker = 1 + random.nextInt(8);
            int ticker = random.nextInt(3);
            int account = random.nextInt(3) * 20;
            String document = """
                    { "account_tier": "%s", "small_account_mode": false, "max_open_positions": %d,
                      "max_open_positions_high_confidence": %d, "max_contracts_per_trade": %d, "max_notional_exposure": %d,
                      "max_daily_loss": %d, "max_trades_per_day": %d, "max_trades_per_ticker_per_day": %d,
                      "ticker_cooldown_minutes": %d, "cooldown_with_positions_seconds": %d,
                      "cooldown_without_positions_seconds": %d, "max_net_delta_pct": null }
                    """.formatted(
                            tier.id(), positions, positions, contracts, exposure, loss, trades, perTicker, ticker,
                            account, account);
            Money outlay = equity.times(Fraction.of(
                    switch (tier) {
                        case TINY, SMALL -> "0.10";
                        case MEDIUM -> "0.06";
                        case LARGE -> "0.05";
                    }));
            return new Setting(
                    tier,
                    equity,
                    document,
                    new Referee.Rules(
                            positions,
                            contracts,
                            Money.of(exposure),
                            outlay.plus(Money.of(100)),
                            Money.of(loss),
                            trades,
                            perTicker,
                            Duration.ofMinutes(ticker),
                            Duration.ofSeconds(account)));
        }
    }

    /** What came of one day. */
    private record Played(int recommended, List<DecisionRecord> decisions, int orders, int restarts, Referee referee) {}

    private static Played play(long seed, UnaryOperator<Referee.Rules> rules) {
        // Neighbouring seeds begin alike, and would all be days of one tier.
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Setting setting = Setting.random(random);
        try (EntryDay day =
                new EntryDay(random, setting.tier(), setting.equity(), setting.document(), Misfortune.PLENTY)) {
            Referee referee = new Referee(day.exchange(), rules.apply(setting.rules()));
            day.exchange().watchedBy(referee);
            day.play(() -> referee.looks(day.now()));
            return new Played(
                    day.recommended(), day.decisions(), day.exchange().orders().size(), day.restarts(), referee);
        }
    }

    @Test
    void I1_I2_noLimitIsEverExceededAtTheExchangeAndEveryRecommendationHasOneDecision() {
        System.out.println("world.seed " + SEED + ", world.days " + DAYS);
        Map<String, Long> checks = new TreeMap<>();
        long decisions = 0;
        long orders = 0;
        long restarts = 0;
        for (int day = 0; day < DAYS; day++) {
            long seed = SEED + day;
            Played played = play(seed, UnaryOperator.identity());
            assertThat(played.referee().breaches()).as("seed %d", seed).isEmpty();
            Set<String> decided = new HashSet<>();
            played.decisions()
                    .forEach(decision -> assertThat(
                                    decided.add(decision.recommendationId().value()))
                            .as("seed %d decides %s once", seed, decision.recommendationId())
                            .isTrue());
            assertThat(decided).as("seed %d", seed).hasSize(played.recommended());
            played.referee().checks().forEach((rule, count) -> checks.merge(rule, count, Long::sum));
            decisions += decided.size();
            orders += played.orders();
            restarts += played.restarts();
        }
        System.out.printf(
                "%d days, %d decisions, %d orders, %d restarts, checks %s%n",
                DAYS, decisions, orders, restarts, checks);
        assertThat(orders).isGreaterThan(DAYS);
        assertThat(checks).hasSize(11);
    }

    @Test
    void equalSeedsGiveEqualDays() {
        Played once = play(SEED, UnaryOperator.identity());
        Played again = play(SEED, UnaryOperator.identity());

        assertThat(again.decisions()).isEqualTo(once.decisions());
        assertThat(again.orders()).isEqualTo(once.orders());
    }

    record Planted(String rule, Consumer<Tight> tightening) {

        Referee.Rules tighter(Referee.Rules rules) {
            Tight tight = new Tight(rules);
            tightening.accept(tight);
            return tight.rules();
        }

        @Override
        public String toString() {
            return rule;
        }
    }

    /** The dispatcher's limits are looser than the referee's: each rule finds the breach that is its own. */
    static Stream<Planted> planted() {
        return Stream.of(
                new Planted("positions", tight -> tight.positions = 0),
                new Planted("contracts", tight -> tight.contracts = 0),
                new Planted("exposure", tight -> tight.exposure = Money.of(50)),
                new Planted("outlay", tight -> tight.outlay = Money.of(40)),
                new Planted("daily loss", tight -> tight.dailyLoss = Money.of(1)),
                new Planted("trades", tight -> tight.trades = 0),
                new Planted("trades in a ticker", tight -> tight.perTicker = 0),
                new Planted("account cooldown", tight -> tight.accountCooldown = Duration.ofHours(1)),
                new Planted("ticker cooldown", tight -> tight.tickerCooldown = Duration.ofHours(1)));
    }

    /** A referee's rules, to be made tighter one at a time. */
    private static final class Tight {
        int positions;
        int contracts;
        Money exposure;
        Money outlay;
        Money dailyLoss;
        int trades;
        int perTicker;
        Duration tickerCooldown;
        Duration accountCooldown;

        Tight(Referee.Rules rules) {
            positions = rules.positions();
            contracts = rules.contracts();
            exposure = rules.exposure();
            outlay = rules.outlay();
            dailyLoss = rules.dailyLoss();
            trades = rules.trades();
            perTicker = rules.perTicker();
            tickerCooldown = rules.tickerCooldown();
            accountCooldown = rules.accountCooldown();
        }

        Referee.Rules rules() {
            return new Referee.Rules(
                    positions,
                    contracts,
                    exposure,
                    outlay,
                    dailyLoss,
                    trades,
                    perTicker,
                    tickerCooldown,
                    accountCooldown);
        }
    }

    @ParameterizedTest
    @MethodSource("planted")
    void aLimitThatDoesNotLimitIsFoundByItsOwnRuleAlone(Planted planted) {
        Set<String> found = new HashSet<>();
        for (int day = 0; day < 12 && found.isEmpty(); day++) {
            play(100 + day, planted::tighter)
                    .referee()
                    .breaches()
                    .forEach(breach -> found.add(breach.substring(0, breach.indexOf(':'))));
        }

        assertThat(found).containsExactly(planted.rule());
    }
}
