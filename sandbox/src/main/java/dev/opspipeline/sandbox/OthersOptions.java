package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what others start, and the sandbox does not. */
final class OthersOptions {

    @Option(
            names = "--leave-out",
            paramLabel = "SERVICE",
            description =
                    "do not start a service, as in dispatcher-tiny: you do, in a debugger say; what it must be told"
                            + " is written to SERVICE.env in the record; may be given several times")
    private List<String> leftOut = List.of();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description =
                    "with --store: play with a Kafka, a parameter store and services that others started; the broker"
                            + " then serves at --port (default 4700) of every address, the clock at the port after")
    private @Nullable String kafka;

    @Option(names = "--store", paramLabel = "URL", description = "with --kafka: where that parameter store is")
    private @Nullable String store;

    /** Whether Kafka, store and services are all somebody else's. */
    boolean everything() {
        return kafka != null;
    }

    /**
     * Services that others start.
     *
     * @param ours whether the day needs every service to be ours
     * @throws IllegalArgumentException that says which option makes no sense
     */
    LeftOut leftOut(List<AccountSpec> accounts, boolean ours) {
        if (!leftOut.isEmpty() && (ours || kafka != null)) {
            throw new IllegalArgumentException(
                    "--leave-out does not go with --free-clock, --kill, --standby, --deploy, --days or --kafka");
        }
        return LeftOut.of(leftOut, ServicePlan.names(accounts));
    }

    /**
     * What others have started; null when Kafka and store are ours.
     *
     * @param ours whether the day needs every service to be ours
     * @throws IllegalArgumentException that says which option makes no sense
     */
    @Nullable
    Elsewhere elsewhere(boolean ours) {
        if (kafka == null && store == null) {
            return null;
        }
        if (kafka == null || store == null) {
            throw new IllegalArgumentException("--kafka and --store go together");
        }
        if (ours) {
            throw new IllegalArgumentException(
                    "--kafka and --store do not go with --free-clock, --kill, --standby, --deploy or --days: the"
                            + " services are not ours");
        }
        return Elsewhere.of(kafka, store);
    }
}
