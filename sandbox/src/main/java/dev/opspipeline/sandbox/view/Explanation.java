package dev.opspipeline.sandbox.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One decision in words: what was recommended, what every gate found, and how the size came about. */
public final class Explanation {

    private Explanation() {}

    /** Lines of at most 80 columns. */
    public static List<String> lines(JsonNode message) {
        JsonNode recommendation = message.path("recommendation");
        JsonNode decision = message.path("decision");
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s was recommended to %s at %s: %s %s, confidence %.3f, score %.2f, volume %.1f times usual, price %s",
                message.path("recommendationId").asString("-"),
                message.path("tier").asString("-"),
                Words.numbers(recommendation.path("createdAt").asString("-")),
                Words.plain(recommendation.path("action").asString("-")),
                Words.plain(recommendation.path("strategy").asString("-")),
                recommendation.path("confidence").asDouble(),
                recommendation.path("score").asDouble(),
                recommendation.path("features").path("volumeRatio").asDouble(0),
                recommendation.path("underlyingPrice").asString("-")));
        lines.add(
                DecisionLog.isTrade(message)
                        ? "It was TAKEN: %d %s, at most %s each"
                                .formatted(
                                        decision.path("contracts").asInt(),
                                        Words.contract(decision.path("contract").asString("-")),
                                        decision.path("limitPrice").asString("-"))
                        : "It was NOT TAKEN, under limits version %s, because:"
                                .formatted(message.path("limitsVersion").asString("-")));
        decision.path("refusals").forEach(refusal -> lines.add("  x " + Words.refusal(refusal)));
        lines.addAll(sizing(message.path("sizing")));
        lines.addAll(verdicts(message.path("verdicts"), "PASSED", "These gates let it pass:"));
        lines.addAll(
                verdicts(message.path("verdicts"), "NOT_EVALUATED", "Not looked at, for an earlier gate refused:"));
        return lines.stream()
                .flatMap(line -> Texts.wrap(line, Texts.WIDTH, 6).stream())
                .toList();
    }

    private static List<String> sizing(JsonNode sizing) {
        if (!sizing.isObject()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("Size: %d contracts; %s dollars could be spent, decided by %s"
                .formatted(
                        sizing.path("contracts").asInt(),
                        sizing.path("spendable").asString("-"),
                        sizing.path("binding").asString("-")));
        sizing.path("caps")
                .forEach(cap -> lines.add("  $ %-24s %s"
                        .formatted(
                                cap.path("name").asString("-"),
                                cap.path("amount").isNull()
                                        ? "off"
                                        : cap.path("amount").asString("-"))));
        return lines;
    }

    private static List<String> verdicts(JsonNode verdicts, String outcome, String heading) {
        List<JsonNode> found = verdicts.values().stream()
                .filter(verdict -> verdict.path("outcome").asString("").equals(outcome))
                .toList();
        if (found.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(heading);
        if (!outcome.equals("PASSED")) {
            lines.add("    "
                    + found.stream()
                            .map(verdict -> verdict.path("code").asString("-"))
                            .collect(Collectors.joining(", ")));
            return lines;
        }
        for (JsonNode verdict : found) {
            lines.add("  + %s: %s [%s]"
                    .formatted(
                            verdict.path("code").asString("-"),
                            Words.numbers(verdict.path("observed").asString("-")),
                            Words.numbers(verdict.path("limit").asString("-"))));
        }
        return lines;
    }
}
