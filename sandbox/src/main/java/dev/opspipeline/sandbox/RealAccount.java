package dev.opspipeline.sandbox;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which account at a real broker is to be traded, as the environment has it.
 *
 * @param tradingUrl where it is reached
 * @param number the account's number; null when it is to be taken from the broker
 * @param live real money
 * @param passedOn what the services are told of addresses and feeds
 */
record RealAccount(
        String keyId,
        String secret,
        URI tradingUrl,
        @Nullable String number,
        boolean live,
        Map<String, String> passedOn) {

    private static final String PAPER = "paper-api.alpaca.markets";
    private static final String LIVE = "api.alpaca.markets";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> PASSED_ON = Set.of(
            "ALPACA_TRADING_URL",
            "ALPACA_DATA_URL",
            "ALPACA_TRADING_STREAM_URL",
            "ALPACA_DATA_STREAM_URL",
            "ALPACA_STOCK_FEED",
            "ALPACA_OPTIONS_FEED");

    RealAccount {
        passedOn = Map.copyOf(passedOn);
    }

    /**
     * Reads the environment.
     *
     * @param realMoney somebody has said that real money is meant
     * @param number the account's number as somebody has said it; null when nobody has
     * @throws CannotPlayException when a key is missing, an address makes no sense, or one is live and not confirmed
     */
    static RealAccount of(Map<String, String> environment, boolean realMoney, @Nullable String number) {
        String keyId = key(environment, "APCA_API_KEY_ID");
        String secret = key(environment, "APCA_API_SECRET_KEY");
        URI trading = address(environment, "ALPACA_TRADING_URL", "https://" + PAPER);
        URI stream = address(environment, "ALPACA_TRADING_STREAM_URL", "wss://" + PAPER + "/stream");
        if (isLive(trading) != isLive(stream) || !trading.getHost().equalsIgnoreCase(stream.getHost())) {
            throw new CannotPlayException(
                    "ALPACA_TRADING_URL is at %s and ALPACA_TRADING_STREAM_URL at %s: set both to one broker, or neither"
                            .formatted(trading.getHost(), stream.getHost()));
        }
        boolean live = isLive(trading);
        if (live && !(realMoney && number != null)) {
            throw new CannotPlayException(
                    "%s is not Alpaca's paper address, so this may be real money: if you mean that, say both --real-money and --account NUMBER"
                            .formatted(trading.getHost()));
        }
        if (!live && realMoney) {
            throw new CannotPlayException(
                    "--real-money does not go with the paper address %s: leave it out".formatted(trading.getHost()));
        }
        Map<String, String> passedOn = new HashMap<>();
        PASSED_ON.forEach(name -> {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                passedOn.put(name, value);
            }
        });
        if (number != null && trading.getHost().equalsIgnoreCase(LIVE)) {
            passedOn.put("ALPACA_LIVE_ACCOUNT", number);
        }
        return new RealAccount(keyId, secret, trading, number, live, passedOn);
    }

    /** Anything that is neither Alpaca's paper address nor on this machine. */
    private static boolean isLive(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return !host.equals(PAPER) && !THIS_MACHINE.contains(host);
    }

    private static String key(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            throw new CannotPlayException(
                    name + " is not set: --paper needs APCA_API_KEY_ID and APCA_API_SECRET_KEY of a paper account"
                            + " (app.alpaca.markets, Paper Trading, API Keys)");
        }
        return value;
    }

    private static URI address(Map<String, String> environment, String name, String otherwise) {
        String text = environment.getOrDefault(name, "");
        try {
            URI address = URI.create(text.isBlank() ? otherwise : text);
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new CannotPlayException("%s must be an address like %s, was '%s'".formatted(name, otherwise, text));
        }
        throw new CannotPlayException("%s must be an address like %s, was '%s'".formatted(name, otherwise, text));
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "RealAccount[" + tradingUrl + ", " + number + "]";
    }
}
