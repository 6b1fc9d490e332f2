package dev.opspipeline.account;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells a trade-updates stream that is alive but silent. There is no rhythm to expect of it; but of every order that the broker
 * lists or has accepted, it must have told within seconds. For one thread; all in market time.
 */
public final class StreamWatch {

    /** So long after the broker was seen to have an order, the stream may keep it to itself. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Instant> expected = new HashMap<>();
    private final Set<String> heard = new HashSet<>();
    private boolean connected;
    private boolean baselineNeeded;

    /** A new connection: it tells of what happens from here on. */
    public void connected() {
        connected = true;
        baselineNeeded = true;
        expected.clear();
        heard.clear();
    }

    /** The stream told of an order. */
    public void heard(String clientOrderId) {
        heard.add(clientOrderId);
        expected.remove(clientOrderId);
    }

    /** The broker says by other means that it has this order. */
    public void accepted(String clientOrderId, Instant now) {
        if (connected && !heard.contains(clientOrderId)) {
            expected.putIfAbsent(clientOrderId, now);
        }
    }

    /** The broker's list of open orders; the first one after a connection holds what is older than it. */
    public void listed(List<BrokerOrder> open, Instant now) {
        if (baselineNeeded) {
            baselineNeeded = false;
            open.forEach(order -> heard(order.clientOrderId()));
        }
        open.forEach(order -> accepted(order.clientOrderId(), now));
    }

    /** It has kept something to itself; said once per connection. */
    public boolean isSilent(Instant now) {
        boolean silent = connected && expected.values().stream().anyMatch(since -> !now.isBefore(since.plus(PATIENCE)));
        connected &= !silent;
        return silent;
    }
}
