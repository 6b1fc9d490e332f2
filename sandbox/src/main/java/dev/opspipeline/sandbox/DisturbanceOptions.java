package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that disturb a day on purpose. */
final class DisturbanceOptions {

    @Option(
            names = "--kill",
            paramLabel = "SERVICE@HH:MM[+S]",
            description = "kill -9 a service, as in dispatcher-large@11:00; it is started again after S seconds"
                    + " (default 0); may be given several times")
    private List<String> kills = new ArrayList<>();

    @Option(
            names = "--standby",
            paramLabel = "SERVICE",
            description = "start a second instance, as in dispatcher-large; may be given several times")
    private List<String> standbys = new ArrayList<>();

    @Option(
            names = "--deploy",
            paramLabel = "TIER@HH:MM",
            description = "replace a tier's dispatcher and position manager by another revision as ECS does, as in"
                    + " tiny@11:00; may be given several times")
    private List<String> deploys = new ArrayList<>();

    @Option(
            names = "--deploy-from",
            paramLabel = "DIR",
            description = "with --deploy: another built checkout, whose jars the new revision runs (default: this one)")
    private @Nullable Path deployFrom;

    boolean any() {
        return !kills.isEmpty() || !standbys.isEmpty() || deploys();
    }

    boolean deploys() {
        return !deploys.isEmpty() || deployFrom != null;
    }

    /**
     * What was asked for.
     *
     * @param root where this revision's jars are
     * @throws IllegalArgumentException that names the option which makes no sense for these accounts
     */
    Disturbances read(Path root, List<AccountSpec> accounts) {
        List<String> services = ServicePlan.names(accounts);
        standbys.forEach(standby -> requireKnown("--standby", "service", standby, services));
        if (deployFrom != null && deploys.isEmpty()) {
            throw new IllegalArgumentException("--deploy-from goes with --deploy only");
        }
        Path newRoot = deployFrom == null ? root : deployFrom;
        for (String module : deployFrom == null ? List.<String>of() : RollingDeploy.MODULES) {
            if (!Files.isRegularFile(ServicePlan.jarPath(newRoot, module))) {
                throw new IllegalArgumentException("--deploy-from: no " + ServicePlan.jarPath(newRoot, module));
            }
        }
        for (String text : deploys) {
            if (Collections.frequency(deploys, text) > 1) {
                throw new IllegalArgumentException("--deploy: %s is given twice".formatted(text));
            }
        }
        List<String> tiers = accounts.stream().map(AccountSpec::tier).toList();
        return new Disturbances(
                parsed("--kill", kills, Disturbances.Kill::parse, "service", Disturbances.Kill::service, services),
                standbys,
                parsed(
                        "--deploy",
                        deploys,
                        text -> Disturbances.Deploy.parse(text, newRoot),
                        "account",
                        Disturbances.Deploy::tier,
                        tiers));
    }

    private static <T> List<T> parsed(
            String option,
            List<String> texts,
            Function<String, T> parser,
            String noun,
            Function<T, String> name,
            List<String> known) {
        List<T> parsed = new ArrayList<>();
        for (String text : texts) {
            T next;
            try {
                next = parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
            }
            requireKnown(option, noun, name.apply(next), known);
            parsed.add(next);
        }
        return parsed;
    }

    private static void requireKnown(String option, String noun, String name, List<String> known) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException("%s: no %s %s, there are %s".formatted(option, noun, name, known));
        }
    }
}
