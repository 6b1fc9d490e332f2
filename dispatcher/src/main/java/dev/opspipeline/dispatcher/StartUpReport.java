package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.risk.TierLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Says once whom this dispatcher trades for, as soon as the broker has answered, and how far, as soon as there are limits. Asks
 * the broker by itself, off the account's thread, so that a stand-by says it too.
 */
final class StartUpReport {

    private static final Logger log = LoggerFactory.getLogger(StartUpReport.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int TRIES_BEFORE_COMPLAINING = 5;

    private final StartUpLines words;
    private final Broker broker;
    private final LimitsInForce limits;
    private final Inlet inlet;
    private final Clock wallClock;
    private final Consumer<StartUpLines.Line> out;
    private volatile @Nullable AccountSnapshot account;
    private volatile boolean limitsSaid;
    private boolean beltsSaid;
    private int unanswered;
    private int withoutLimits;

    /** @param inlet to the account's thread, which owns the limits */
    StartUpReport(StartUpLines words, Broker broker, LimitsInForce limits, Inlet inlet, Clock wallClock) {
        this(words, broker, limits, inlet, wallClock, line -> log(words, line));
    }

    StartUpReport(
            StartUpLines words,
            Broker broker,
            LimitsInForce limits,
            Inlet inlet,
            Clock wallClock,
            Consumer<StartUpLines.Line> out) {
        this.words = words;
        this.broker = broker;
        this.limits = limits;
        this.inlet = inlet;
        this.wallClock = wallClock;
        this.out = out;
    }

    /** Tries now, and again (wall time) until everything is said. */
    void start(WallTimer timer) {
        attempt();
        timer.every(RETRY, this::attempt);
    }

    void attempt() {
        AccountSnapshot known = account == null ? connect() : account;
        if (known == null) {
            return;
        }
        if (!beltsSaid) {
            sayBelts();
        }
        if (!limitsSaid) {
            inlet.post(() -> sayLimits(known));
        }
    }

    private @Nullable AccountSnapshot connect() {
        Reply<AccountSnapshot> reply = broker.account();
        switch (reply) {
            case Reply.Answer<AccountSnapshot>(AccountSnapshot read) -> {
                account = read;
                words.connected(read).forEach(out);
            }
            case Reply.Refused<AccountSnapshot>(int status, long code, String message)
            when status == 401 || status == 403 ->
                notConnected("Alpaca refuses the credentials: APCA_API_KEY_ID and APCA_API_SECRET_KEY must be a key of"
                        + " account %s and its secret: no entries"
                                .formatted(words.identity().accountNumber()));
            case Reply.Refused<AccountSnapshot>(int status, long code, String message)
            when status == 200 -> notConnected(message + ": no entries");
            case Reply.Refused<AccountSnapshot>(int status, long code, String message) ->
                notConnected("Alpaca refuses to say who we are (%d: %s): no entries".formatted(status, message));
            case Reply.Unavailable<AccountSnapshot>(String why) ->
                notConnected("Alpaca cannot be reached (%s): no entries until it can".formatted(why));
        }
        return account;
    }

    /** Without them no entry is made either, so a broker that would not tell is asked again. */
    private void sayBelts() {
        broker.belts().answer().ifPresent(belts -> {
            beltsSaid = true;
            StartUpLines.belts(belts).forEach(out);
        });
    }

    private void notConnected(String text) {
        if (unanswered++ % TRIES_BEFORE_COMPLAINING == 0) {
            out.accept(new StartUpLines.Line("account.not_connected", text, true));
        }
    }

    private void sayLimits(AccountSnapshot read) {
        TierLimits inForce = limits.at(wallClock.instant());
        if (limitsSaid) {
            return;
        }
        if (inForce != null) {
            limitsSaid = true;
            List<StartUpLines.Line> lines = words.limits(inForce, limits.view(), read);
            lines.forEach(out);
        } else if (++withoutLimits == TRIES_BEFORE_COMPLAINING) {
            out.accept(new StartUpLines.Line(
                    "limits.none", "Risk Limits: none in force, so no entries; exits go on", true));
        }
    }

    // In the context and not beside the text: on a terminal the line is the fact alone.
    @SuppressWarnings("try") // opened for their closing
    private static void log(StartUpLines words, StartUpLines.Line line) {
        try (var tier = MDC.putCloseable("tier", words.identity().tier().id());
                var event = MDC.putCloseable("event", line.event())) {
            log.atLevel(line.alarming() ? Level.ERROR : Level.INFO).log(line.text());
        }
    }
}
