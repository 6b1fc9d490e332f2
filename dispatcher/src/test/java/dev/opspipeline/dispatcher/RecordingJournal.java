package dev.opspipeline.dispatcher;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers all it is told. */
final class RecordingJournal implements Journal {

    final List<OrderRecord> orders = new CopyOnWriteArrayList<>();
    final List<EntryFill> fills = new CopyOnWriteArrayList<>();
    final List<String> accepted = new CopyOnWriteArrayList<>();
    final List<String> audits = new CopyOnWriteArrayList<>();

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
    public void audit(String event, String detail) {
        audits.add(event + ": " + detail);
    }

    List<OrderRecord.State> states() {
        return orders.stream().map(OrderRecord::state).toList();
    }
}
