package dev.opspipeline.sandbox.broker;

/**
 * How much one websocket connection has been told.
 *
 * @param service who listens, as is instance
 * @param tier whose key it used
 * @param stream {@code trade_updates} or {@code bars}
 * @param frames data frames since it subscribed: one per trade update, one per bar
 */
public record StreamCount(String service, String instance, String tier, String stream, long frames) {

    /** The stream of an account's order events. */
    public static final String TRADE_UPDATES = "trade_updates";

    /** The stream of minute bars. */
    public static final String BARS = "bars";
}
