package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.view.DecisionLog;
import dev.opspipeline.sandbox.view.Explanation;
import dev.opspipeline.sandbox.view.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./run why}: one decision of the last day in words. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Says in words why an account took a recommendation or left it out, from the record of a day"
                + " that was played or is being played.")
final class Why implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TIER", description = "the account, as in tiny")
    private String tier = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RECOMMENDATION",
            description = "as in INTC-20260409T1335-CALL-trend1; without it, what the account left to others is listed")
    private @Nullable String recommendation;

    @Option(names = "--record", paramLabel = "DIR", description = "the day's record (default: .run/day)")
    private @Nullable Path record;

    @Override
    public Integer call() throws IOException {
        Path directory = record == null ? Sandbox.root().resolve(Sandbox.USUAL_RECORD) : record;
        Path topics = directory.resolve("topics.jsonl");
        if (!Files.isReadable(topics)) {
            throw new CannotPlayException(
                    "no record of a day at %s: play one first with ./run, or name another with --record DIR"
                            .formatted(directory));
        }
        DecisionLog log = DecisionLog.read(topics);
        if (!log.tiers().contains(tier)) {
            throw new CannotPlayException("no decisions of '%s' at %s, there are some of %s"
                    .formatted(tier, directory, String.join(", ", log.tiers())));
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        lines(log).forEach(out::println);
        out.flush();
        return 0;
    }

    private List<String> lines(DecisionLog log) {
        String id = recommendation;
        if (id == null) {
            return left(log);
        }
        return Explanation.lines(log.decision(tier, id)
                .orElseThrow(() ->
                        new CannotPlayException("no recommendation %s: ./run why %s lists some".formatted(id, tier))));
    }

    private List<String> left(DecisionLog log) {
        List<JsonNode> left = log.leftToOthers(tier);
        if (left.isEmpty()) {
            return List.of("%s left nothing out that another account took.".formatted(tier));
        }
        return left.stream()
                .skip(Math.max(0, left.size() - SHOWN))
                .map(decision -> "%-34s %s"
                        .formatted(
                                decision.path("recommendationId").asString("-"),
                                Words.refusal(decision.path("decision")
                                        .path("refusals")
                                        .path(0)
                                        .path("code")
                                        .asString("-"))))
                .toList();
    }
}
