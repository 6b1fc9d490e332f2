package dev.opspipeline.adapters.alpaca;

/**
 * The broker does not let a market data stream in.
 *
 * @param code the broker's
 * @param feed what was asked for
 */
public record StreamRefusal(int code, String message, String feed) {

    private static final int KEY = 402;
    private static final int TOO_MANY_SYMBOLS = 405;
    private static final int TOO_MANY_CONNECTIONS = 406;
    private static final int NOT_SUBSCRIBED = 409;

    /** What it means and what to do about it, in one line. */
    public String explained() {
        return switch (code) {
            case KEY -> "the key is not accepted: check APCA_API_KEY_ID and APCA_API_SECRET_KEY";
            case TOO_MANY_SYMBOLS -> "the subscription allows fewer tickers than are watched";
            case TOO_MANY_CONNECTIONS -> "another connection uses the account's only one: bars are polled instead";
            case NOT_SUBSCRIBED ->
                "the account has no subscription to feed '%s': set ALPACA_STOCK_FEED to one it has, as in iex"
                        .formatted(feed);
            default -> "refused with code %d: %s".formatted(code, message);
        };
    }
}
