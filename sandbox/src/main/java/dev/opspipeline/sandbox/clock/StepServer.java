package dev.opspipeline.sandbox.clock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the services connect to be told the time. */
public final class StepServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StepServer.class);

    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final Supplier<Instant> now;
    private final List<Participant> participants = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** @param now what time a service that has just started is told */
    public StepServer(Supplier<Instant> now) {
        this(now, InetAddress.getLoopbackAddress(), 0);
    }

    /** Listens at this address and port; port 0 takes any that is free. */
    public StepServer(Supplier<Instant> now, InetAddress address, int port) {
        this.now = now;
        try {
            server = new ServerSocket(port, BACKLOG, address);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port %d of %s".formatted(port, address), e);
        }
        Thread.ofPlatform().name("step-server").daemon().start(this::accept);
    }

    /** The value of {@code MARKET_CLOCK} that leads here. */
    public String clockSetting() {
        return "stepped;address=127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofPlatform().name("step-participant").daemon().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    log.atError().setCause(e).log("Step server cannot accept");
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Participant participant = new Participant(socket, now.get());
            participants.add(participant);
            participant.listen(this::signal);
            participants.remove(participant);
            signal();
        } catch (IOException e) {
            log.atError().setCause(e).log("A service failed to join the clock");
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits (wall time) until so many instances of a service are ready; false when they are not by then. */
    public boolean awaitReady(String service, int instances, Duration timeout) throws InterruptedException {
        return await(() -> ready(service).size() >= instances, timeout);
    }

    /** Waits (wall time) until one instance, as in {@code dispatcher-large-2}, is ready; false when it is not by then. */
    public boolean awaitReady(String instance, Duration timeout) throws InterruptedException {
        return await(
                () -> ready().stream()
                        .anyMatch(participant -> participant.instance().equals(instance)),
                timeout);
    }

    private boolean await(BooleanSupplier reached, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!reached.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How many instances of a service are ready now. */
    public int readyInstances(String service) {
        return ready(service).size();
    }

    List<Participant> ready(String service) {
        return participants.stream()
                .filter(participant ->
                        participant.isReady() && participant.service().equals(service))
                .toList();
    }

    List<Participant> ready() {
        return participants.stream().filter(Participant::isReady).toList();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("Step server failed to close");
        }
        participants.forEach(Participant::disconnect);
    }
}
