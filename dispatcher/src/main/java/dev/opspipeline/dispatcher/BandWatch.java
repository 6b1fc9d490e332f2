package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.risk.TierBand;
import dev.opspipeline.risk.TierLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says, when it changes, that an account's equity lies outside the band of its tier, and which tier it has grown or shrunk
 * into. Changes nothing by itself: the smaller risk percentages hold by the size of every trade. Used by the account's thread.
 */
final class BandWatch {

    private static final Logger log = LoggerFactory.getLogger(BandWatch.class);

    private final AccountIdentity identity;
    private final Broker broker;
    private final LimitsInForce limits;
    private final Journal journal;
    private final Clock wallClock;
    private final AtomicInteger outside;
    private List<String> said = List.of();

    BandWatch(
            AccountIdentity identity,
            Broker broker,
            LimitsInForce limits,
            Journal journal,
            Clock wallClock,
            MeterRegistry meters) {
        this.identity = identity;
        this.broker = broker;
        this.limits = limits;
        this.journal = journal;
        this.wallClock = wallClock;
        this.outside = new AtomicInteger();
        meters.gauge("account.outside.band", Tags.of("tier", identity.tier().id()), outside);
    }

    /** Reads the account and compares. */
    void look() {
        TierLimits inForce = limits.at(wallClock.instant());
        if (inForce != null) {
            broker.account().answer().ifPresent(account -> compare(account, inForce));
        }
    }

    private void compare(AccountSnapshot account, TierLimits inForce) {
        TierBand band = TierBand.of(identity.tier(), account.equity(), inForce.accountSizeOverride());
        outside.set(band.isOutside() ? 1 : 0);
        List<StartUpLines.Line> lines = StartUpLines.bandLines(band);
        List<String> events = lines.stream().map(StartUpLines.Line::event).toList();
        if (!events.equals(said)) {
            said = events;
            for (StartUpLines.Line line : lines) {
                log.atError()
                        .addKeyValue("tier", identity.tier())
                        .addKeyValue("event", line.event())
                        .log(line.text());
                journal.audit(line.event(), line.text());
            }
            if (lines.isEmpty()) {
                journal.audit("tier.within_band", "equity is of tier " + identity.tier() + " again");
            }
        }
    }
}
