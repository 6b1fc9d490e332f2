package dev.opspipeline.simulation.day;

import dev.opspipeline.sandbox.broker.FaultPlan;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The broker keeps a service's first order to itself, and neither acts on it nor answers, until it is let go on. */
final class UnansweredOrder implements FaultPlan {

    private final String service;
    private final AtomicReference<String> instance = new AtomicReference<>("");
    private final CountDownLatch goesOn = new CountDownLatch(1);

    UnansweredOrder(String service) {
        this.service = service;
    }

    @Override
    public Fault of(Request request) {
        if (request.method().equals("POST")
                && request.caller().service().equals(service)
                && instance.compareAndSet("", request.caller().instance())) {
            try {
                if (!goesOn.await(2, TimeUnit.MINUTES)) {
                    throw new AssertionError("nobody let the order go on");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return new Fault.None();
    }

    /** Whose order it is; empty until there is one. */
    String instance() {
        return instance.get();
    }

    /** It is acted on now, whether its sender still waits or not. */
    void goOn() {
        goesOn.countDown();
    }
}
