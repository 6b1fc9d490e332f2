package dev.opspipeline.positionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.Side;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.ExitRules;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import dev.opspipeline.positionmanager.SimulatedExchange.Fault;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random entries, quotes, clocks, faults and restarts. {@code -Dexits.worlds=N} plays so many worlds, {@code -Dexits.seed=S} begins
 * with that seed; a world that fails names its seed.
 */
class ExitPropertyTest {

    private static final Duration STEP = Duration.ofMinutes(2);

    static LongStream seeds() {
        long first = Long.getLong("exits.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("exits.worlds", 12));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void F46_everyPositionIsOpenedWithoutAReasonToCloseItAndEndsInTimeToTheCent(long seed) {
        World world = new World(seed);
        Money before = world.exchange.cash;

        world.play();

        String name = "seed " + seed;
        assertThat(world.dueAtEntry).as(name).isEmpty();
        assertThat(world.exchange.held.values()).as(name).allMatch(units -> units == 0);
        assertThat(world.exchange.leastHeld).as(name).isZero();
        assertThat(filled(world, Side.SELL)).as(name).isEqualTo(filled(world, Side.BUY));
        assertThat(world.closed.stream().map(ClosedTrade::realizedProfit).reduce(Money.ZERO, Money::plus))
                .as(name)
                .isEqualTo(world.exchange.cash.minus(before));
        assertThat(world.closed.stream().mapToInt(ClosedTrade::quantity).sum())
                .as(name)
                .isEqualTo(filled(world, Side.BUY));
        assertThat(world.closed)
                .as(name)
                .allSatisfy(trade -> assertThat(trade.closedAt()).isBeforeOrEqualTo(world.latest(trade)));
    }

    private static int filled(World world, Side side) {
        return world.exchange.orders.values().stream()
                .filter(order -> order.side() == side)
                .mapToInt(BrokerOrder::filledQuantity)
                .sum();
    }

    /** Some days of one account. */
    private static final class World {

        private final Random random;
        private final SimulatedExchange exchange;
        private final List<ClosedTrade> closed = new ArrayList<>();
        private final List<String> dueAtEntry = new ArrayList<>();
        private final List<ExitPlan> plans = new ArrayList<>();
        private final List<OptionContract> contracts = new ArrayList<>();
        private final List<Double> mids = new ArrayList<>();
        private ExitRig rig;
        private ExitRig.Journal memory;
        private int entries;

        World(long seed) {
            random = new Random(seed);
            exchange = ExitRig.exchange(List.of("2026-04-06T09:40:00", "2026-10-29T09:40:00", "2026-11-24T09:40:00")
                    .get(random.nextInt(3)));
            rig = new ExitRig(exchange);
            memory = rig.journal;
            assertThat(rig.start(PositionMemory.NONE)).isTrue();
        }

        void play() {
            Instant end = exchange.now.plus(Duration.ofDays(12));
            while (exchange.now.isBefore(end)) {
                if (exchange.isOpen()) {
                    live();
                } else {
                    Instant opens = exchange.now.plus(Duration.ofMinutes(30));
                    exchange.advance(opens);
                    rig.drain();
                    rig.pass();
                }
            }
            takeTrades();
        }

        private void live() {
            if (entries < 3 && random.nextInt(60) == 0) {
                enter();
            }
            quotes();
            if (random.nextInt(40) == 0) {
                Fault[] faults = Fault.values();
                exchange.faults.add(faults[random.nextInt(faults.length)]);
            }
            if (random.nextInt(150) == 0) {
                restart();
            }
            exchange.streamTells = random.nextInt(10) != 0;
            boolean slowly = random.nextInt(4) == 0 || !rig.exits.closing().isEmpty();
            exchange.advance(exchange.now.plus(slowly ? ExitLoop.PERIOD : STEP));
            rig.drain();
            rig.pass();
        }

        private void enter() {
            boolean day = random.nextBoolean();
            var today = dev.opspipeline.market.SessionCalendar.tradingDate(exchange.now);
            Instant close = ExitRig.sessions().stream()
                    .filter(session -> session.date().equals(today))
                    .findFirst()
                    .orElseThrow()
                    .close();
            // The gates let nobody in within three hours of the close, nor a swing that is about to expire.
            if (exchange.now.isAfter(close.minus(Duration.ofHours(3)))) {
                return;
            }
            int days = day ? random.nextInt(8) : 7 + random.nextInt(24);
            OptionContract contract = OptionContract.parse(
                    String.format(Locale.ROOT, "NVDA%ty%<tm%<tdC%08d", today.plusDays(days), (150 + entries) * 1000));
            double mid = 0.5 + random.nextInt(400) / 100.0;
            contracts.add(contract);
            mids.add(mid);
            quote(contract, mid);
            Quote quote = Objects.requireNonNull(
                    exchange.quotes(List.of(contract)).answer().orElseThrow().get(contract));
            String id = "tiny.%s.NVDA-W%d-CALL-trend1.e1".formatted(day ? "d" : "s", entries++);
            boolean told = exchange.streamTells;
            exchange.streamTells = true;
            exchange.buys(id, contract, 1 + random.nextInt(3), quote.ask().toString());
            exchange.streamTells = told;
            rig.drain();
            ExitPlan plan = memory.plan();
            plans.add(plan);
            ExitRules.firstDue(plan, quote, exchange.now).ifPresent(due -> dueAtEntry.add(contract + " " + due));
        }

        private void quotes() {
            for (int i = 0; i < contracts.size(); i++) {
                double moved = Math.max(0.02, mids.get(i) * Math.exp(random.nextGaussian() * 0.03));
                mids.set(i, moved);
                quote(contracts.get(i), moved);
            }
        }

        private void quote(OptionContract contract, double mid) {
            BigDecimal bid = BigDecimal.valueOf(mid * 0.97)
                    .setScale(2, RoundingMode.FLOOR)
                    .max(new BigDecimal("0.01"));
            BigDecimal ask = bid.max(BigDecimal.valueOf(mid * 1.02).setScale(2, RoundingMode.FLOOR))
                    .add(new BigDecimal("0.01"));
            exchange.quote(contract, bid.toString(), ask.toString());
        }

        private void restart() {
            takeTrades();
            rig.kill();
            rig = new ExitRig(exchange);
            assertThat(rig.start(memory)).isTrue();
            rig.journal.positions.addAll(0, memory.positions);
            memory = rig.journal;
        }

        private void takeTrades() {
            closed.addAll(rig.journal.closed);
        }

        /** No position lives longer than its plan, the night in between and a few tries allow. */
        private Instant latest(ClosedTrade trade) {
            ExitPlan plan = plans.stream()
                    .filter(made -> made.openedAt().equals(trade.openedAt()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no plan of " + trade));
            Instant end = plan.endOfDayAt() == null ? plan.maxHoldAt() : plan.endOfDayAt();
            Instant risk = Objects.requireNonNull(plan.expirationRiskAt());
            return (risk.isBefore(end) ? risk : end).plus(Duration.ofMinutes(14));
        }
    }
}
