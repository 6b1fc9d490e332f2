package dev.opspipeline.dispatcher.ssm;

import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.dispatcher.Journal;
import dev.opspipeline.dispatcher.LimitsReporter;
import dev.opspipeline.dispatcher.LimitsVerdict;
import dev.opspipeline.dispatcher.LimitsView;
import dev.opspipeline.dispatcher.StoredDocument;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells what became of an edit where operators look: in the log, on the audit topic, and in a status parameter beside the
 * document they edited. Works one verdict after the other on a thread of its own, for the store may be slow to say who wrote.
 */
public final class SsmLimitsReport implements LimitsReporter, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SsmLimitsReport.class);
    /** All that is said of one edit; the store takes no more than 4 KB. */
    private static final int MOST_REASONS = 20;

    private static final int LONGEST_REASON = 150;

    /** An edit is told once by the instance that acts, and once more like this by each that would take over or just starts. */
    private static final String STANDS_BY = "; seen by an instance that does not act for the account";

    private final ParameterStore store;
    private final Journal journal;
    private final String parameter;
    private final Tier tier;
    private final BooleanSupplier acting;
    private final Clock wallClock;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("limits-report").factory());

    /** @param acting whether this instance acts for the account; one that stands by sees the same edits, and says that it does */
    public SsmLimitsReport(Tier tier, ParameterStore store, Journal journal, BooleanSupplier acting, Clock wallClock) {
        this.tier = tier;
        this.store = store;
        this.journal = journal;
        this.acting = acting;
        this.parameter = "/ops-pipeline/status/dispatcher/" + tier.id();
        this.wallClock = wallClock;
    }

    /**
     * What an operator reads in the status parameter.
     *
     * @param active the version in force
     * @param waiting the version that comes into force next; null when none waits
     * @param refused the version last refused; null when a good one followed
     * @param reasons why it was refused
     * @param at wall time
     */
    record Status(
            String active,
            @Nullable String waiting,
            @Nullable String refused,
            List<String> reasons,
            Instant at) {}

    @Override
    public void report(LimitsVerdict verdict, LimitsView now) {
        Instant at = wallClock.instant();
        String standing = acting.getAsBoolean() ? "" : STANDS_BY;
        worker.execute(() -> tell(verdict, now, at, standing));
    }

    private void tell(LimitsVerdict verdict, LimitsView now, Instant at, String standing) {
        String words = verdict.words(writer(verdict.document())) + standing;
        log.atLevel(verdict.alarming() ? Level.ERROR : Level.INFO)
                .addKeyValue("tier", tier)
                .addKeyValue("event", verdict.event())
                .addKeyValue("version", now.version())
                .addKeyValue("detail", words)
                .log("Limits");
        journal.audit(verdict.event(), words);
        Status status = new Status(now.version(), now.waiting(), now.refused(), shortened(now.reasons()), at);
        if (!(store.write(parameter, MessageJson.write(status)) instanceof Reply.Answer)) {
            log.atWarn()
                    .addKeyValue("tier", tier)
                    .addKeyValue("parameter", parameter)
                    .log("Status not written");
        }
    }

    private String writer(@Nullable StoredDocument document) {
        return document == null
                ? ""
                : store.writer(document.parameter(), document.version())
                        .answer()
                        .flatMap(found -> found)
                        .orElse("");
    }

    private static List<String> shortened(List<String> reasons) {
        List<String> few = new ArrayList<>(reasons.stream()
                .limit(MOST_REASONS)
                .map(reason -> reason.substring(0, Math.min(reason.length(), LONGEST_REASON)))
                .toList());
        Optional.of(reasons.size() - MOST_REASONS).filter(more -> more > 0).ifPresent(more -> few.add(more + " more"));
        return few;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
