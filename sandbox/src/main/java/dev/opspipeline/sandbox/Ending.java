package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.view.DecisionLog;
import dev.opspipeline.sandbox.view.Summary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The last thing a day shows: how it went, and what to try next. */
final class Ending {

    private Ending() {}

    static List<String> lines(DayOptions options, JsonNode report) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(Summary.lines(report));
        lines.add(" Its report: " + LimitEdit.near(Audit.reportFile(options)));
        lines.add("");
        lines.add(" What to try next");
        String record = options.record().equals(options.root().resolve(".run/day"))
                ? ""
                : " --record " + LimitEdit.near(options.record());
        DecisionLog.read(options.record().resolve("topics.jsonl"))
                .example(options.tiers())
                .ifPresent(left -> {
                    lines.add("  why %s left out what another account took:"
                            .formatted(left.path("tier").asString("-")));
                    lines.add("    ./run why %s %s%s"
                            .formatted(
                                    left.path("tier").asString("-"),
                                    left.path("recommendationId").asString("-"),
                                    record));
                });
        lines.add("  another day            ./run --seed " + (options.seed() + 1));
        lines.add("  all four account sizes ./run --tiers tiny,small,medium,large");
        lines.add("  time for experiments   ./run --keep-running   (goes on after the close)");
        lines.add("  everything decided     " + LimitEdit.near(options.record().resolve("topics.jsonl")));
        return lines;
    }
}
