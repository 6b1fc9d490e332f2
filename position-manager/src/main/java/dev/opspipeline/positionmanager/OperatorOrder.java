package dev.opspipeline.positionmanager;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants done from the command line.
 *
 * @param instrument which one to close; null for all
 * @param flatten also cancels resting entries, and closes what they still buy
 * @param by who wants it
 * @param patience how long is waited for it (wall time)
 */
record OperatorOrder(
        @Nullable Instrument instrument, boolean flatten, boolean includeExternal, String by, Duration patience) {

    static final String USAGE = """
            Closes positions with the broker's credentials alone; Kafka and the parameter store may be away.

              close --contract SYMBOL           one position, whoever opened it
              close-all [--include-external]    everything held now
              flatten [--include-external]      the same, and resting entries are cancelled first

              --by NAME         who wants it (default: operator)
              --wait SECONDS    how long to wait until it is done (default: 120)

            Environment: APCA_API_KEY_ID, APCA_API_SECRET_KEY, ALPACA_ACCOUNT_NUMBER; ACCOUNT_TIER unless the account has
            orders of this system; the addresses as for the service. Ends with 0 when all is closed, 1 when not yet, 2 when
            nothing can come of the request: it cannot be understood, the keys are refused, or nothing of it is held.
            """;

    /** Throws {@link IllegalArgumentException} that says what is wrong with it. */
    static OperatorOrder parse(String[] arguments) {
        String command = arguments[0];
        if (!List.of("close", "close-all", "flatten").contains(command)) {
            throw new IllegalArgumentException("command must be close, close-all or flatten, was '" + command + "'");
        }
        Instrument instrument = null;
        boolean includeExternal = false;
        String by = "operator";
        Duration patience = Duration.ofMinutes(2);
        for (int i = 1; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--contract" -> instrument = instrument(value(arguments, ++i));
                case "--include-external" -> includeExternal = true;
                case "--by" -> by = value(arguments, ++i);
                case "--wait" -> patience = seconds(value(arguments, ++i));
                default -> throw new IllegalArgumentException("option '" + arguments[i] + "' is not known");
            }
        }
        if (command.equals("close") != (instrument != null)) {
            throw new IllegalArgumentException(
                    command.equals("close") ? "close needs --contract SYMBOL" : command + " takes no --contract");
        }
        return new OperatorOrder(instrument, command.equals("flatten"), includeExternal, by, patience);
    }

    private static String value(String[] arguments, int at) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException("option " + arguments[at - 1] + " needs a value");
        }
        return arguments[at];
    }

    private static Duration seconds(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--wait must be a whole number of seconds, was '" + text + "'", e);
        }
        throw new IllegalArgumentException("--wait must be at least 1, was '" + text + "'");
    }

    private static Instrument instrument(String symbol) {
        try {
            return OptionContract.parse(symbol);
        } catch (IllegalArgumentException e) {
            return stock(symbol);
        }
    }

    private static Instrument stock(String symbol) {
        try {
            return new Ticker(symbol);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--contract must be a contract like NVDA260410C00190000 or a ticker like NVDA, was '" + symbol
                            + "'",
                    e);
        }
    }
}
