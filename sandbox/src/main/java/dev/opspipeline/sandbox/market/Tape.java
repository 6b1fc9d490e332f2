package dev.opspipeline.sandbox.market;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One ticker's bars: earlier days', today's that are known, and today's still to come. */
final class Tape {

    private final List<Bar> history;
    private final List<Bar> today;
    private final Seed seed;
    private final int points;
    private int known;
    private int pathOf = -1;
    private double[] path = new double[0];

    /** Both lists in order of time; today's is not empty. */
    Tape(List<Bar> history, List<Bar> today, Seed seed) {
        this.history = history;
        this.today = today;
        this.seed = seed;
        this.points = (int) Bar.LENGTH.dividedBy(MarketReplay.STEP);
    }

    double openingPrice() {
        return today.getFirst().open();
    }

    List<Bar> history() {
        return history;
    }

    List<Bar> known() {
        List<Bar> all = new ArrayList<>(history);
        all.addAll(today.subList(0, known));
        return all;
    }

    /** The bars that became known up to an instant. */
    List<Bar> advanceTo(Instant now) {
        int before = known;
        while (known < today.size() && !today.get(known).end().isAfter(now)) {
            known++;
        }
        return today.subList(before, known);
    }

    /** The last price at an instant up to which the tape has been advanced. */
    double priceAt(Instant now) {
        if (known < today.size() && !today.get(known).start().isAfter(now)) {
            Bar bar = today.get(known);
            int step = (int) Duration.between(bar.start(), now).dividedBy(MarketReplay.STEP);
            return currentPath()[step];
        }
        if (known > 0) {
            return today.get(known - 1).close();
        }
        return history.isEmpty() ? openingPrice() : history.getLast().close();
    }

    private double[] currentPath() {
        if (pathOf != known) {
            pathOf = known;
            path = PricePath.of(today.get(known), points, seed);
        }
        return path;
    }
}
