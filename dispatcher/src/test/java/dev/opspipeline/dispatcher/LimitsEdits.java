package dev.opspipeline.dispatcher;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Documents as operators write them on good and on bad days, drawn from a seed. */
final class LimitsEdits {

    private static final int DEEP = 600;
    private static final int HUGE = 9_000;

    private final SplittableRandom random;

    LimitsEdits(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * What a good document says.
     *
     * @param replaces the version it says it replaces; null when it says nothing
     */
    record Numbers(
            int positions,
            int dailyLoss,
            int exposure,
            @Nullable String replaces) {

        boolean raises(Numbers before) {
            return positions > before.positions || dailyLoss > before.dailyLoss || exposure > before.exposure;
        }

        boolean lowers(Numbers before) {
            return positions < before.positions || dailyLoss < before.dailyLoss || exposure < before.exposure;
        }

        boolean leaps(Numbers before) {
            return positions > 2 * before.positions
                    || dailyLoss > 2 * before.dailyLoss
                    || exposure > 2 * before.exposure;
        }
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Near what is in force, or anywhere within the ceilings. */
    Numbers numbers(@Nullable Numbers before, String version) {
        String replaces = random.nextInt(3) == 0 ? version : null;
        if (before == null || random.nextInt(5) == 0) {
            return new Numbers(between(1, 15), between(100, 1_000), between(1_000, 20_000), replaces);
        }
        return switch (random.nextInt(3)) {
            case 0 -> new Numbers(between(1, before.positions), before.dailyLoss, before.exposure, replaces);
            case 1 -> new Numbers(before.positions, between(before.dailyLoss, 1_000), before.exposure, replaces);
            default ->
                new Numbers(
                        between(Math.max(1, before.positions - 2), Math.min(15, before.positions + 2)),
                        before.dailyLoss,
                        between(Math.max(1_000, before.exposure / 2), Math.min(20_000, before.exposure * 2)),
                        replaces);
        };
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** A document of these numbers, with whatever else an operator may put there. */
    String good(Numbers numbers, Instant now) {
        String replaces = numbers.replaces == null ? "" : ", \"replaces_version\": \"" + numbers.replaces + "\"";
        String text = """
                { "account_tier": "large", "max_open_positions": %d, "max_daily_loss": %d, "max_notional_exposure": %d%s }""".formatted(numbers.positions, numbers.dailyLoss, numbers.exposure, replaces);
        return switch (random.nextInt(4)) {
            case 0 -> "// changed at " + now + "\n" + text;
            case 1 -> text.replace(", ", ",\n  /* careful */ ");
            case 2 -> text.replace("{ ", "{ \"x_note\": \"max_daily_loss: 1\", ");
            default -> text;
        };
    }

    /** A document that must be refused. */
    String bad(Numbers numbers, Instant now) {
        String good = good(numbers, now);
        int close = good.lastIndexOf('}');
        List<String> ways = List.of(
                good.substring(0, close),
                good + " max_daily_loss: 1",
                "account_tier: large\nmax_daily_loss: 100\n",
                "",
                "null",
                "[]",
                "\"none\"",
                "\u0000\uffff",
                good.substring(0, close) + ", \"max_daily_loss\": 100}",
                good.substring(0, close) + ", \"max_dayly_loss\": 100}",
                good.substring(0, close) + ", \"max_contracts_per_trade\": 0}",
                good.substring(0, close) + ", \"max_contracts_per_trade\": 21}",
                good.substring(0, close) + ", \"max_contracts_per_trade\": \"3\"}",
                good.substring(0, close) + ", \"max_position_dollar\": 1e999999999}",
                good.substring(0, close) + ", \"preset\": \"growth\"}",
                good.substring(0, close) + ", \"allowed_actions\": " + "[".repeat(DEEP) + "]".repeat(DEEP) + "}",
                good.substring(0, close) + ", \"max_open_positions_high_confidence\": 0}",
                good.replace("\"large\"", "\"tiny\""),
                good.replace("\"account_tier\": \"large\",", ""),
                good + " ".repeat(HUGE));
        return ways.get(random.nextInt(ways.size()));
    }
}
