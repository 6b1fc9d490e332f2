package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import dev.opspipeline.risk.LimitsChange;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TierTable;
import dev.opspipeline.risk.TradingState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The limits in force: one document, swapped whole. What lowers risk holds at once; what raises it waits ten seconds without
 * another edit; what does both also stops entries for that time, so that neither is held against half of it. A bad one is
 * refused, said once, and the last good one stays. Used by the account's thread alone; all times are wall times.
 */
public final class LimitsInForce {

    /** A store that cannot be read leaves the last good document in force for so long. */
    static final Duration LAST_GOOD_HOLDS = Duration.ofMinutes(15);

    static final Duration RAISE_WAITS = Duration.ofSeconds(10);

    private final LimitsPolicy policy;
    private final Journal journal;
    private final LimitsReporter reporter;
    private final KillSwitchWatch killSwitch = new KillSwitchWatch();
    private final VersionNames names = new VersionNames();
    private final StoreSilence silence = new StoreSilence();

    private Candidate.@Nullable Good inForce;
    private @Nullable Waiting waiting;
    private @Nullable Refused refused;
    private @Nullable StoredDocument lastSeen;
    private @Nullable Instant lastRead;
    private boolean storeHasSpoken;
    private String lastAbsence = "";
    private @Nullable Runnable untilHistoryIsKnown;
    private volatile boolean historyKnown = true;
    private volatile LimitsView view;

    private record Waiting(Candidate.Good next, StoredDocument document, Instant since, boolean holdsEntries) {}

    private record Refused(String version, List<String> reasons) {}

    public LimitsInForce(Tier tier, Journal journal) {
        this(LimitsPolicy.strict(tier), journal, (verdict, now) -> journal.audit(verdict.event(), verdict.words("")));
    }

    public LimitsInForce(LimitsPolicy policy, Journal journal, LimitsReporter reporter) {
        this.policy = policy;
        this.journal = journal;
        this.reporter = reporter;
        this.view = new LimitsView(
                policy.tier(), null, policy.parameter(), Map.of(), null, false, null, List.of(), null, null);
    }

    public LimitsPolicy policy() {
        return policy;
    }

    /** How things stand; may be asked from any thread. */
    public LimitsView view() {
        return view;
    }

    /**
     * The limits an entry is held against; null when there are none, or nobody could confirm them for too long. May be asked
     * from any thread.
     */
    @Nullable
    TierLimits at(Instant wallNow) {
        LimitsView now = view;
        Instant confirmedAt = now.lastRead();
        boolean confirmed = historyKnown
                && confirmedAt != null
                && Duration.between(confirmedAt, wallNow).compareTo(LAST_GOOD_HOLDS) <= 0;
        return confirmed ? now.limits() : null;
    }

    /** Whether entries may be made as far as kill switch and limits go. */
    TradingState tradingState(Instant wallNow) {
        boolean held = waiting != null && waiting.holdsEntries();
        return killSwitch.state(wallNow).and(held ? TradingState.REDUCING : TradingState.ACTIVE);
    }

    /** Nothing that the store says is judged before {@link #historyIsKnown}: what was refused before a restart stays so. */
    public void awaitHistory() {
        historyKnown = false;
    }

    /** All that was accepted before is restored. */
    public void historyIsKnown() {
        historyKnown = true;
        if (untilHistoryIsKnown != null) {
            untilHistoryIsKnown.run();
            untilHistoryIsKnown = null;
        }
    }

    /** A document accepted before a restart, read back from the topic: the last one holds until the store has a good one. */
    public void restored(String document, String version, Instant wallNow) {
        if (storeHasSpoken) {
            return;
        }
        boolean shared = VersionNames.isShared(version);
        String parameter = shared ? policy.sharedParameter() : policy.parameter();
        if (Candidate.of(policy.tier(), parameter, version, document, shared) instanceof Candidate.Good good) {
            inForce = good;
            names.restored(parameter, version, document);
            lastRead = wallNow;
            show();
        }
    }

    /** The store was read: this is the tier's document, comments and all. */
    public void offered(StoredDocument document, Instant wallNow) {
        whenHistoryIsKnown(() -> {
            lastAbsence = "";
            take(document, false, wallNow);
        });
    }

    /** The tier's document under the number of a version, where there is no store that dates it. */
    public void offered(String text, String version, Instant wallNow) {
        offered(new StoredDocument(policy.parameter(), Long.parseLong(version), Instant.EPOCH, text), wallNow);
    }

    /**
     * The store was read and has no document for this tier.
     *
     * @param shared the shared one; null when that does not exist either
     */
    public void missing(@Nullable StoredDocument shared, Instant wallNow) {
        whenHistoryIsKnown(() -> {
            heard(wallNow);
            if (inForce != null && inForce.parameter().equals(policy.parameter())) {
                waiting = null;
                absent(
                        LimitsVerdict.DELETED,
                        "the parameter does not exist any more; what it said last stays in force");
            } else if (shared != null && serves(shared)) {
                absent(
                        LimitsVerdict.SHARED,
                        policy.parameter() + " does not exist: the SHARED document serves " + policy.tier());
                take(shared, policy.allowShared(), wallNow);
            } else {
                withoutAnyDocument(shared);
            }
            show();
        });
    }

    private boolean serves(StoredDocument shared) {
        Object named = Candidate.tierNamedBy(shared.text());
        return policy.tier().id().equals(named) || (named == null && policy.allowShared());
    }

    private void withoutAnyDocument(@Nullable StoredDocument shared) {
        boolean table = inForce == null
                || inForce.parameter().equals(Candidate.table(policy.tier()).parameter());
        if (policy.allowTableDefaults() && table) {
            inForce = Candidate.table(policy.tier());
            absent(LimitsVerdict.TABLE, policy.parameter() + " does not exist: the TIER TABLE serves " + policy.tier());
        } else {
            String why = shared == null
                    ? "neither %s nor %s exists: exits only".formatted(policy.parameter(), policy.sharedParameter())
                    : "%s does not exist, and %s is not for %s (account_tier must name it, or ALLOW_SHARED_CONFIG=true): exits only"
                            .formatted(policy.parameter(), policy.sharedParameter(), policy.tier());
            absent(LimitsVerdict.MISSING, why);
        }
    }

    /** Something that is not there is said once, until it is something else that is not there. */
    private void absent(String event, String why) {
        if (!lastAbsence.equals(event)) {
            lastAbsence = event;
            String version = event.equals(LimitsVerdict.TABLE) ? TierTable.VERSION : "none";
            tell(new LimitsVerdict(event, version, version(), null, List.of(why), true));
        }
    }

    /** Nobody could read the store. */
    public void unreadable(String why, Instant wallNow) {
        silence.goesOn(why, lastRead, wallNow)
                .ifPresent(event -> tell(new LimitsVerdict(event, "unknown", version(), null, List.of(why), true)));
    }

    /** The kill switch as the store has it; null when the parameter does not exist. */
    public void killSwitch(@Nullable String value, Instant wallNow) {
        killSwitch
                .read(value, wallNow)
                .ifPresent(said -> tell(
                        new LimitsVerdict(LimitsVerdict.KILL_SWITCH, "none", version(), null, List.of(said), true)));
        show();
    }

    private void whenHistoryIsKnown(Runnable judgement) {
        if (historyKnown) {
            judgement.run();
        } else {
            untilHistoryIsKnown = judgement;
        }
    }

    private void heard(Instant wallNow) {
        storeHasSpoken = true;
        lastRead = wallNow;
        if (silence.ends()) {
            tell(new LimitsVerdict(
                    LimitsVerdict.READABLE, "unknown", version(), null, List.of("the store answers again"), false));
        }
    }

    private void take(StoredDocument document, boolean tierMayBeAbsent, Instant wallNow) {
        heard(wallNow);
        if (document.equals(lastSeen)) {
            endWait(wallNow);
        } else if (lastSeen == null
                || !document.parameter().equals(lastSeen.parameter())
                || !document.writtenAt().isBefore(lastSeen.writtenAt())) {
            lastSeen = document;
            supersede(document);
            String version = names.of(document);
            switch (Candidate.of(policy.tier(), document.parameter(), version, document.text(), tierMayBeAbsent)) {
                case Candidate.Bad(List<String> problems) -> refuse(document, version, problems);
                case Candidate.Good good -> succeed(good, document, wallNow);
            }
        }
        show();
    }

    /** Another edit ends the wait of the one before, whatever it says itself. */
    private void supersede(StoredDocument by) {
        if (waiting != null) {
            Waiting gone = waiting;
            waiting = null;
            tell(new LimitsVerdict(
                    LimitsVerdict.SUPERSEDED,
                    gone.next().limits().version(),
                    version(),
                    gone.document(),
                    List.of("another edit followed within its wait: version " + by.version()),
                    false));
        }
    }

    private void succeed(Candidate.Good next, StoredDocument document, Instant wallNow) {
        TierLimits before = inForce == null ? null : inForce.limits();
        if (before == null) {
            accept(next, document);
            return;
        }
        List<String> objections = LimitsChange.objections(before, next.limits(), next.replacesVersion());
        LimitsChange change = LimitsChange.between(before, next.limits());
        if (!objections.isEmpty()) {
            refuse(document, next.limits().version(), objections);
        } else if (change.raisesRisk()) {
            refused = null;
            waiting = new Waiting(next, document, wallNow, change.lowersRisk());
            List<String> details = new ArrayList<>(LimitsChange.words(before, next.limits()));
            details.add("in force in %d s unless another edit follows%s"
                    .formatted(RAISE_WAITS.toSeconds(), change.lowersRisk() ? "; no entries until then" : ""));
            tell(new LimitsVerdict(
                    LimitsVerdict.WAITING, next.limits().version(), version(), document, details, false));
        } else {
            accept(next, document);
        }
    }

    /** Only a reading of the store can say that no other edit followed. */
    private void endWait(Instant wallNow) {
        if (waiting != null && !wallNow.isBefore(waiting.since().plus(RAISE_WAITS))) {
            Waiting over = waiting;
            waiting = null;
            accept(over.next(), over.document());
        }
    }

    private void accept(Candidate.Good accepted, StoredDocument document) {
        Candidate.Good before = inForce;
        boolean sameAsBefore = before != null
                && before.limits().equals(accepted.limits())
                && before.text().equals(accepted.text());
        inForce = accepted;
        refused = null;
        if (sameAsBefore) {
            return;
        }
        journal.limits(accepted.limits(), accepted.text());
        List<String> details = new ArrayList<>();
        if (before != null) {
            details.addAll(LimitsChange.words(before.limits(), accepted.limits()));
        }
        details.addAll(accepted.warnings());
        String over = before == null ? "none" : before.limits().version();
        tell(new LimitsVerdict(LimitsVerdict.ACCEPTED, accepted.limits().version(), over, document, details, false));
    }

    private void refuse(StoredDocument document, String version, List<String> problems) {
        refused = new Refused(version, List.copyOf(problems));
        tell(new LimitsVerdict(LimitsVerdict.REFUSED, version, version(), document, problems, true));
    }

    private String version() {
        return inForce == null ? "none" : inForce.limits().version();
    }

    private void tell(LimitsVerdict verdict) {
        show();
        reporter.report(verdict, view);
    }

    private void show() {
        Candidate.Good now = inForce;
        view = new LimitsView(
                policy.tier(),
                now == null ? null : now.limits(),
                now == null ? policy.parameter() : now.parameter(),
                now == null ? Map.of() : now.sources(),
                waiting == null ? null : waiting.next().limits().version(),
                waiting != null && waiting.holdsEntries(),
                refused == null ? null : refused.version(),
                refused == null ? List.of() : Objects.requireNonNull(refused).reasons(),
                lastRead,
                killSwitch.last());
    }
}
