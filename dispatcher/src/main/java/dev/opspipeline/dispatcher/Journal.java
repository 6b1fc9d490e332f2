package dev.opspipeline.dispatcher;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;

/** Where a dispatcher tells what happened. Never blocks and never fails: nothing that was done depends on it. */
public interface Journal {

    void order(OrderRecord step);

    void fill(EntryFill fill);

    /** Limits were accepted; {@code document} is the text they were made from. */
    void limits(TierLimits limits, String document);

    /** Something the dispatcher decided about its own state, for itself after a restart and for everybody. */
    void control(Control control);

    /** Something an operator must be able to find: a change of configuration or state, an alert. */
    void audit(String event, String detail);
}
