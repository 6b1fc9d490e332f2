package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.Activity;
import dev.opspipeline.exit.Departures.Ending;
import dev.opspipeline.exit.PositionEvent.Step;
import dev.opspipeline.exit.PositionRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Goes round all positions after each event: whose they are, what their plan says, how their close stands, who is gone. */
final class Rounds {

    /** More orders at once would be somebody's mistake; what is left follows with the next round. */
    static final int MOST_ORDERS = 20;

    /** A closing order of ours that nobody here sent is somebody's wish, unless a rule turns out to be due meanwhile. */
    private static final Duration RULES_FIRST = Duration.ofSeconds(15);

    private final AccountBook book;
    private final Roster positions;
    private final Ownership ownership;
    private final Closer closer;
    private final Watch watch;
    private final Departures departures;
    private final BiConsumer<ManagedPosition, ClosedTrade> finished;

    /** Everything is to be closed until that is lifted. */
    record Flatten(boolean includeExternal, String by, Instant asOf) {}

    /** @param finished is told of each position that is over, and of what it earned */
    Rounds(
            AccountBook book,
            Roster positions,
            Ownership ownership,
            Closer closer,
            Watch watch,
            Departures departures,
            BiConsumer<ManagedPosition, ClosedTrade> finished) {
        this.book = book;
        this.positions = positions;
        this.ownership = ownership;
        this.closer = closer;
        this.watch = watch;
        this.departures = departures;
        this.finished = finished;
    }

    /**
     * @param live the event was the stream's: what it opened has just been opened
     * @return the figures, those counted over time left at zero
     */
    DeskFigures go(TradingDays days, @Nullable Flatten flatten, boolean live, Instant now, Outbox out) {
        welcomeBack(now, out);
        positions.follow(now);
        positions.stream().forEach(position -> ownership.claim(position, now));
        boolean open = days.isOpen(now);
        int held = 0;
        int evaluated = 0;
        Tally tally = new Tally(open, now);
        for (ManagedPosition position : positions.all()) {
            boolean tradable = open && !position.isExpired(days, now);
            closer.refresh(position, now, out);
            if (book.held(position.instrument) == 0) {
                leave(position, tradable, now, out);
                continue;
            }
            held++;
            boolean seen = ownership.plan(position, days, live, now, out);
            if (flatten != null && concerns(flatten, position)) {
                position.start(ExitTrigger.asked(ExitReason.KILL_SWITCH, flatten.by(), now));
            }
            seen &= watch.evaluate(position, days, now, out);
            takeOver(position, now);
            if (position.trigger() != null) {
                closer.advance(position, tradable && out.orders() < MOST_ORDERS, now, out);
                seen = true;
            }
            evaluated += seen ? 1 : 0;
            tally.add(position);
            sayIfExpired(position, days, now, out);
            publish(position, tradable, now, out);
        }
        return tally.figures(held, evaluated, (int) positions.stream()
                .filter(position -> position.goneSince != null)
                .count());
    }

    private boolean concerns(Flatten flatten, ManagedPosition position) {
        return position.isOurs() || (flatten.includeExternal() && ownership.wasHeld(position, flatten.asOf()));
    }

    /** A contract that was gone is held again: the same position if the broker had erred, another one if it was bought anew. */
    private void welcomeBack(Instant now, Outbox out) {
        for (ManagedPosition position : positions.all()) {
            if (position.goneSince != null && book.held(position.instrument) != 0) {
                if (ownership.isAnother(position)) {
                    finish(position, Optional.empty(), now, out);
                } else {
                    position.goneSince = null;
                    position.activitiesAskedAt = null;
                    out.alert("position is back", position);
                }
            }
        }
    }

    private static void takeOver(ManagedPosition position, Instant now) {
        ClosingOrder live = position.live;
        if (live != null && position.trigger() == null && !now.isBefore(position.firstSeen.plus(RULES_FIRST))) {
            position.start(ExitRules.explain(
                    position.plan(), null, position.isShort(), live.id().value(), live.sentAt()));
        }
    }

    private static void sayIfExpired(ManagedPosition position, TradingDays days, Instant now, Outbox out) {
        if (position.isExpired(days, now) && !position.expirySaid) {
            position.expirySaid = true;
            out.alert("contract expired in the account", position);
        }
    }

    private static void publish(ManagedPosition position, boolean tradable, Instant now, Outbox out) {
        State state = position.live != null
                ? State.CLOSING
                : position.trigger() == null ? State.OPEN : tradable ? State.CLOSING : State.CLOSE_PENDING;
        boolean waits = state == State.CLOSE_PENDING && position.becomesPending();
        position.news
                .of(position.record(state, position.quantity(), now))
                .ifPresent(record -> out.add(new ExitCommand.Publish(record)));
        if (waits) {
            out.alert("close waits for the market to open", position);
        }
    }

    /** Nothing is held any more: gone for good once no order of ours is alive and fills, or the activities, say so. */
    private void leave(ManagedPosition position, boolean tradable, Instant now, Outbox out) {
        if (position.live != null) {
            closer.advance(position, tradable, now, out);
        } else if (position.undone) {
            finish(position, Optional.empty(), now, out);
        } else if (position.isSoldByFills()) {
            finish(position, departures.byFills(position), now, out);
        } else if (position.missing > 1) {
            boolean isNobodys = !position.isOurs() && position.trigger() == null;
            if (isNobodys || departures.isHopeless(position, now)) {
                out.alert("position was closed elsewhere", position);
                finish(position, Optional.empty(), now, out);
            } else {
                departures.ask(position, now, out);
                position.news
                        .of(position.record(State.CLOSING, 0, now))
                        .ifPresent(record -> out.add(new ExitCommand.Publish(record)));
            }
        }
    }

    void booked(List<Activity> activities, Instant now, Outbox out) {
        for (ManagedPosition position : positions.all()) {
            if (position.goneSince != null) {
                departures
                        .byActivities(position, activities)
                        .ifPresent(ending -> finish(position, Optional.of(ending), now, out));
            }
        }
    }

    private void finish(ManagedPosition position, Optional<Ending> ending, Instant now, Outbox out) {
        positions.remove(position);
        position.timeline.add(
                now, Step.GONE, ending.map(end -> end.reason().name()).orElse("nobody says for how much"));
        @Nullable EntryFacts facts = ownership.facts(position);
        out.add(new ExitCommand.Publish(position.record(State.CLOSED, 0, now)));
        ending.map(end -> TradeAccount.of(position, end.sold(), end.reason(), end.lastOrder(), facts, now))
                .ifPresent(trade -> {
                    finished.accept(position, trade);
                    out.add(new ExitCommand.PublishClosed(trade));
                });
        ownership.forget(position);
    }

    /** Adds up the figures of one round. */
    private static final class Tally {

        private final boolean open;
        private final Instant now;
        private int contracts;
        private int covered;
        private int stuck;
        private @Nullable Duration oldest;

        Tally(boolean open, Instant now) {
            this.open = open;
            this.now = now;
        }

        void add(ManagedPosition position) {
            stuck += position.tries >= Closer.TRIES_BEFORE_ALERT ? 1 : 0;
            if (!position.isOption()) {
                return;
            }
            contracts++;
            boolean priced = !open || position.prices.mark(now).isPresent();
            covered += position.plan() != null && priced ? 1 : 0;
            Duration age = position.priceAge(now).orElse(null);
            if (age != null && position.plan() != null && (oldest == null || age.compareTo(oldest) > 0)) {
                oldest = age;
            }
        }

        DeskFigures figures(int held, int evaluated, int unpriced) {
            return new DeskFigures(held, evaluated, contracts, covered, oldest, stuck, unpriced, 0, 0);
        }
    }
}
