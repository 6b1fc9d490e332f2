package dev.opspipeline.dispatcher;

import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.TraceStep;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.risk.OrderRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Tells of each entry order once it is over; one that another process sent begins where it was first heard of. */
final class OrderTraces {

    private final Tier tier;
    private final Traces traces;
    private final Map<String, Instant> begun = new HashMap<>();

    OrderTraces(Tier tier, Traces traces) {
        this.tier = tier;
        this.traces = traces;
    }

    void sending(ClientOrderId.Entry id, Instant now) {
        begun.putIfAbsent(id.value(), now);
    }

    void reached(OrderRecord step) {
        String order = step.clientOrderId();
        Instant from = begun.getOrDefault(order, step.at());
        if (step.state().isTerminal()) {
            begun.remove(order);
            traces.tell(TraceStep.ordered(tier, step, from));
        } else {
            begun.put(order, from);
        }
    }
}
