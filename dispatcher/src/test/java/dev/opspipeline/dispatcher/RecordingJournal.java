package dev.opspipeline.dispatcher;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.adapters.messages.AuditEvent;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers all it is told. */
final class RecordingJournal implements Journal {

    final List<OrderRecord> orders = new CopyOnWriteArrayList<>();
    final List<EntryFill> fills = new CopyOnWriteArrayList<>();
    final List<String> accepted = new CopyOnWriteArrayList<>();
    final List<Control> controls = new CopyOnWriteArrayList<>();
    final List<String> audits = new CopyOnWriteArrayList<>();

    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    RecordingJournal() {
        this(() -> Signals.NOW);
    }

    /** @param clock stamps what is told */
    RecordingJournal(InstantSource clock) {
        this.clock = clock;
    }

    /** What the audit topic would hold. */
    List<AuditEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void order(OrderRecord step) {
        orders.add(step);
    }

    @Override
    public void fill(EntryFill fill) {
        fills.add(fill);
    }

    @Override
    public void limits(TierLimits limits, String document) {
        accepted.add(limits.version());
    }

    @Override
    public void control(Control control) {
        controls.add(control);
    }

    @Override
    public void audit(String event, String detail) {
        audits.add(event + ": " + detail);
        events.add(new AuditEvent(TradingPost.TIER, "dispatcher", event, detail, clock.instant()));
    }

    List<OrderRecord.State> states() {
        return orders.stream().map(OrderRecord::state).toList();
    }
}
