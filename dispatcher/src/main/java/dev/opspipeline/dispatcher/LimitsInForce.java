package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.messages.DocumentJson;
import dev.opspipeline.risk.LimitsDocument;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TradingState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits in force: one document, swapped whole. A bad one is refused, said once, and the last good one stays; a store that
 * cannot be read leaves the last good one in force for fifteen minutes (wall time).
 */
public final class LimitsInForce {

    private static final Logger log = LoggerFactory.getLogger(LimitsInForce.class);
    private static final Duration LAST_GOOD_HOLDS = Duration.ofMinutes(15);
    private static final Duration KILL_SWITCH_HOLDS = Duration.ofMinutes(1);

    private final Tier tier;
    private final Journal journal;
    private @Nullable TierLimits limits;
    private @Nullable Instant lastRead;
    private boolean fromStore;
    private String lastOffered = "";
    private TradingState killSwitch = TradingState.ACTIVE;
    private @Nullable Instant killSwitchRead;

    public LimitsInForce(Tier tier, Journal journal) {
        this.tier = tier;
        this.journal = journal;
    }

    /** The limits an entry is held against; null when there are none, or nobody could confirm them for too long. */
    @Nullable
    TierLimits at(Instant wallNow) {
        return lastRead == null || Duration.between(lastRead, wallNow).compareTo(LAST_GOOD_HOLDS) > 0 ? null : limits;
    }

    /** What the kill switch says; no entries while nobody can say, for it may have been pulled. */
    TradingState killSwitch(Instant wallNow) {
        boolean known = killSwitchRead != null
                && Duration.between(killSwitchRead, wallNow).compareTo(KILL_SWITCH_HOLDS) <= 0;
        return known ? killSwitch : TradingState.REDUCING;
    }

    /** The store was read: this is the tier's document, comments and all. */
    public void offered(String document, String version, Instant wallNow) {
        lastRead = wallNow;
        String offer = version + "\n" + document;
        if (offer.equals(lastOffered)) {
            return;
        }
        lastOffered = offer;
        switch (DocumentJson.parse(document)) {
            case DocumentJson.Parsed.Malformed(String why) -> refuse(version, List.of(why));
            case DocumentJson.Parsed.Document parsed -> {
                switch (LimitsDocument.read(parsed.values(), tier, version)) {
                    case LimitsDocument.Refused(List<String> problems) -> refuse(version, problems);
                    case LimitsDocument.Accepted accepted -> accept(accepted.limits(), accepted.warnings(), document);
                }
            }
        }
    }

    /** The store was read and has no document for this tier. */
    public void missing(Instant wallNow) {
        lastRead = wallNow;
        if (!lastOffered.equals("missing")) {
            lastOffered = "missing";
            refuse("none", List.of("the parameter does not exist"));
        }
    }

    /** A document accepted before a restart, read back from the topic: the last one holds until the store has a good one. */
    public void restored(String document, String version, Instant wallNow) {
        if (!fromStore
                && DocumentJson.parse(document) instanceof DocumentJson.Parsed.Document parsed
                && LimitsDocument.read(parsed.values(), tier, version) instanceof LimitsDocument.Accepted accepted) {
            limits = accepted.limits();
            lastRead = wallNow;
        }
    }

    /** The kill switch as the store has it; null when it was never set. */
    public void killSwitch(@Nullable String value, Instant wallNow) {
        killSwitchRead = wallNow;
        TradingState next = "none".equals(value) || value == null ? TradingState.ACTIVE : TradingState.REDUCING;
        if (next != killSwitch) {
            killSwitch = next;
            journal.audit("kill_switch", String.valueOf(value));
        }
    }

    private void accept(TierLimits accepted, List<String> warnings, String document) {
        String before = limits == null ? "none" : limits.version();
        limits = accepted;
        fromStore = true;
        journal.limits(accepted, document);
        journal.audit("config.accepted", "version %s over %s %s".formatted(accepted.version(), before, warnings));
        log.atInfo()
                .addKeyValue("tier", tier)
                .addKeyValue("version", accepted.version())
                .addKeyValue("before", before)
                .addKeyValue("warnings", warnings)
                .log("Limits accepted");
    }

    private void refuse(String version, List<String> problems) {
        String kept = limits == null ? "none" : limits.version();
        journal.audit("config.refused", "version %s: %s; in force: %s".formatted(version, problems, kept));
        log.atError()
                .addKeyValue("tier", tier)
                .addKeyValue("version", version)
                .addKeyValue("problems", problems)
                .addKeyValue("in_force", kept)
                .log("Limits refused");
    }
}
