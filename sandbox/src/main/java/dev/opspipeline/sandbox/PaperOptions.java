package dev.opspipeline.sandbox;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a session at a real broker, and what else may be asked for with them. */
final class PaperOptions {

    /** Where a session's record goes, under the project's root. */
    static final String RECORD = ".run/paper";

    private static final Set<String> ITS_OWN = Set.of("--account", "--real-money");
    private static final Set<String> GO_WITH_IT =
            Set.of("--paper", "--account", "--real-money", "--tiers", "--symbols", "--record", "--port", "--plain");

    @Option(
            names = "--paper",
            description = "trade a real paper account at Alpaca instead, on the real clock, until Ctrl-C; keys from"
                    + " APCA_API_KEY_ID and APCA_API_SECRET_KEY")
    private boolean paper;

    @Option(
            names = "--account",
            paramLabel = "NUMBER",
            description = "with --paper: the number the account must have (default: ALPACA_ACCOUNT_NUMBER, or any)")
    private @Nullable String account;

    @Option(
            names = "--real-money",
            description = "with --paper, --account and the live address in ALPACA_TRADING_URL: trade real money")
    private boolean realMoney;

    boolean asked() {
        return paper;
    }

    /** What is asked of a generated market cannot be asked of a real one, nor the other way round. */
    void check(CommandLine command) {
        for (OptionSpec option : command.getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (paper && !GO_WITH_IT.contains(name)) {
                throw new ParameterException(command, name + " does not go with --paper");
            }
            if (!paper && ITS_OWN.contains(name)) {
                throw new ParameterException(command, name + " goes with --paper only");
            }
        }
    }

    /** Whose account it is; throws {@link CannotPlayException} when the environment does not say, or it may not be traded. */
    RealAccount account(Map<String, String> environment) {
        String number = account == null ? environment.getOrDefault("ALPACA_ACCOUNT_NUMBER", "") : account;
        return RealAccount.of(environment, realMoney, number.isBlank() ? null : number);
    }
}
