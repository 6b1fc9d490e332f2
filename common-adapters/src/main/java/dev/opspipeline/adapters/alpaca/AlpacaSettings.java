package dev.opspipeline.adapters.alpaca;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where one Alpaca account is reached and with which credentials. Paper, live and local differ in nothing else.
 *
 * @param tradingUrl scheme, host and port of the trading API; paths are fixed
 * @param dataUrl scheme, host and port of the market data API; paths are fixed
 * @param tradingStreamUrl address of the trade-updates stream; {@code /stream} is added when it has no path
 * @param dataStreamUrl address of the market data streams, without the {@code /v2/{feed}} that is added
 * @param stockFeed {@code iex}, {@code sip} and the like
 * @param optionsFeed {@code indicative} or {@code opra}
 * @param userAgent {@code ops-pipeline/<service>/<instance>}
 * @param accountNumber the account the credentials must belong to
 */
public record AlpacaSettings(
        String keyId,
        String secret,
        URI tradingUrl,
        URI dataUrl,
        URI tradingStreamUrl,
        URI dataStreamUrl,
        String stockFeed,
        String optionsFeed,
        Waits waits,
        String userAgent,
        String accountNumber) {

    private static final Pattern WORD = Pattern.compile("[!-~]+");
    private static final List<String> WORLDS = List.of("api.alpaca.markets", "paper-api.alpaca.markets");
    private static final Pattern ALPACA = Pattern.compile("(.*\\.)?alpaca\\.markets\\.?", Pattern.CASE_INSENSITIVE);
    private static final Pattern FEED = Pattern.compile("[a-z_]+");
    private static final Pattern USER_AGENT = Pattern.compile("ops-pipeline/[!-.0-~]+/[!-.0-~]+");

    public AlpacaSettings {
        // The values themselves stay out of these messages: OkHttp's own would quote a header it can't send.
        requireWord("keyId", keyId);
        requireWord("secret", secret);
        requireAddress("tradingUrl", tradingUrl, Set.of("http", "https"), false);
        requireAddress("dataUrl", dataUrl, Set.of("http", "https"), false);
        requireAddress("tradingStreamUrl", tradingStreamUrl, Set.of("ws", "wss"), true);
        requireAddress("dataStreamUrl", dataStreamUrl, Set.of("ws", "wss"), false);
        requireOneWorld(tradingUrl.getHost(), tradingStreamUrl.getHost());
        requireFeed("stockFeed", stockFeed);
        requireFeed("optionsFeed", optionsFeed);
        if (!USER_AGENT.matcher(userAgent).matches()) {
            throw new IllegalArgumentException(
                    "userAgent must be ops-pipeline/<service>/<instance>, was '" + userAgent + "'");
        }
        if (accountNumber.isBlank()) {
            throw new IllegalArgumentException("accountNumber must not be blank");
        }
    }

    /** Address of the trade-updates stream, path included. */
    String tradeUpdatesAddress() {
        return hasPath(tradingStreamUrl) ? tradingStreamUrl.toString() : withoutSlash(tradingStreamUrl) + "/stream";
    }

    /** Address of the stock bars stream, feed included. */
    String stockStreamAddress() {
        return withoutSlash(dataStreamUrl) + "/v2/" + stockFeed;
    }

    /** Address of the option quotes stream, feed included. */
    String optionStreamAddress() {
        return withoutSlash(dataStreamUrl) + "/v1beta1/" + optionsFeed;
    }

    /** Without the credentials, so that it may be logged. */
    @Override
    public String toString() {
        return "AlpacaSettings[tradingUrl=%s, dataUrl=%s, tradingStreamUrl=%s, dataStreamUrl=%s, stockFeed=%s, "
                        .formatted(tradingUrl, dataUrl, tradingStreamUrl, dataStreamUrl, stockFeed)
                + "optionsFeed=%s, waits=%s, userAgent=%s, accountNumber=%s]"
                        .formatted(optionsFeed, waits, userAgent, accountNumber);
    }

    private static String withoutSlash(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static boolean hasPath(URI address) {
        String path = address.getPath();
        return path != null && !path.isEmpty() && !path.equals("/");
    }

    private static void requireWord(String name, String value) {
        if (!WORD.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " must be printable characters without spaces");
        }
    }

    /** Orders and their news must be of one account: at Alpaca itself there is one address for real money and one for play. */
    private static void requireOneWorld(String trading, String stream) {
        boolean alpaca = isAlpaca(trading) || isAlpaca(stream);
        if (alpaca && (!trading.equalsIgnoreCase(stream) || !WORLDS.contains(trading.toLowerCase(Locale.ROOT)))) {
            throw new IllegalArgumentException(
                    "ALPACA_TRADING_URL and ALPACA_TRADING_STREAM_URL must both be at %s, were at %s and %s"
                            .formatted(String.join(" or both at ", WORLDS), trading, stream));
        }
    }

    private static boolean isAlpaca(String host) {
        return ALPACA.matcher(host).matches();
    }

    private static void requireFeed(String name, String value) {
        if (!FEED.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " must be small letters, was '" + value + "'");
        }
    }

    private static void requireAddress(String name, URI address, Set<String> schemes, boolean mayHavePath) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        boolean plain = address.getRawUserInfo() == null && address.getRawQuery() == null;
        if (!schemes.contains(scheme) || address.getHost() == null || !plain || (hasPath(address) && !mayHavePath)) {
            throw new IllegalArgumentException("%s must be %s://host[:port]%s, was of scheme '%s' and host '%s'"
                    .formatted(
                            name,
                            String.join("|", schemes.stream().sorted().toList()),
                            mayHavePath ? "[/path]" : "",
                            scheme,
                            address.getHost()));
        }
    }

    /**
     * How long to wait for the other side, all in wall time.
     *
     * @param connect for the connection to stand
     * @param read between two pieces of an answer
     * @param call for the whole of a request, answer included
     * @param ping between two pings on a stream; one without a pong ends the connection
     * @param subscribe from opening a stream until it is subscribed
     * @param firstRetry before the first attempt to reconnect a stream; doubled on each failure
     * @param longestRetry the most that is waited between two attempts
     */
    public record Waits(
            Duration connect,
            Duration read,
            Duration call,
            Duration ping,
            Duration subscribe,
            Duration firstRetry,
            Duration longestRetry) {

        /** Sound for the broker's own service: an order's call ends well before the order's time to live. */
        public static final Waits USUAL = new Waits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(8),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMillis(250),
                Duration.ofSeconds(15));

        public Waits {
            requirePositive("connect", connect);
            requirePositive("read", read);
            requirePositive("call", call);
            requirePositive("ping", ping);
            requirePositive("subscribe", subscribe);
            requirePositive("firstRetry", firstRetry);
            if (longestRetry.compareTo(firstRetry) < 0) {
                throw new IllegalArgumentException(
                        "longestRetry must be at least firstRetry " + firstRetry + ", was " + longestRetry);
            }
        }

        private static void requirePositive(String name, Duration wait) {
            if (wait.toMillis() < 1) {
                throw new IllegalArgumentException(name + " must be at least 1 ms, was " + wait);
            }
        }
    }
}
