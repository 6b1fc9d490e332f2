package dev.opspipeline.sandbox.view;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The day in a screenful, from the auditor's report: what each account made of it, why it left things out, and the verdict. */
public final class Summary {

    private static final int REASONS = 3;
    private static final int VIOLATIONS = 20;

    private Summary() {}

    /** Lines of at most 80 columns. */
    public static List<String> lines(JsonNode report) {
        List<String> lines = new ArrayList<>();
        lines.add(" account     opening      closing    today's P/L  taken  closed  still open");
        JsonNode tiers = report.path("tiers");
        tiers.propertyNames().forEach(tier -> lines.add(account(tier, tiers.path(tier))));
        lines.add("");
        for (String tier : tiers.propertyNames()) {
            lines.addAll(reasons(tier, tiers.path(tier)));
        }
        lines.add("");
        lines.addAll(verdict(report));
        return lines.stream()
                .flatMap(line -> Texts.wrap(line, Texts.WIDTH, 4).stream())
                .toList();
    }

    private static String account(String tier, JsonNode day) {
        BigDecimal opening = amount(day, "opening_equity");
        BigDecimal closing = amount(day, "closing_equity");
        return " %-7s %11s  %11s  %13s  %5d  %6d  %10d"
                .formatted(
                        tier,
                        Words.money(opening),
                        Words.money(closing),
                        Words.profit(closing.subtract(opening)),
                        day.path("entries").asInt(),
                        counts(day.path("closes")).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum(),
                        day.path("open_at_close").asInt());
    }

    private static List<String> reasons(String tier, JsonNode day) {
        List<String> lines = new ArrayList<>();
        int left = day.path("decisions").asInt() - day.path("entries").asInt();
        lines.add(" %s left out %d of %d recommendations; most often because:"
                .formatted(tier, left, day.path("recommendations").asInt()));
        counts(day.path("refusals")).entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(REASONS)
                .forEach(
                        reason -> lines.add("   %5d  %s".formatted(reason.getValue(), Words.refusal(reason.getKey()))));
        String closes = counts(day.path("closes")).entrySet().stream()
                .map(close -> "%d %s".formatted(close.getValue(), Words.reason(close.getKey())))
                .collect(Collectors.joining(", "));
        lines.add(" and closed: " + (closes.isEmpty() ? "nothing" : closes));
        return lines;
    }

    private static List<String> verdict(JsonNode report) {
        List<String> lines = new ArrayList<>();
        JsonNode checks = report.path("checks_run");
        long run = checks.values().stream().mapToLong(JsonNode::asLong).sum();
        JsonNode violations = report.path("violations");
        lines.add(" The auditor, which shares no code with what it judges, made %,d checks of %d rules."
                .formatted(run, checks.size()));
        lines.add(" Violations: " + (violations.isEmpty() ? "none" : String.valueOf(violations.size())));
        violations.values().stream()
                .limit(VIOLATIONS)
                .forEach(violation -> lines.add("   %s  %s  %s  %s: %s"
                        .formatted(
                                violation.path("at").asString("-"),
                                violation.path("tier").asString("-"),
                                violation.path("rule").asString("-"),
                                violation.path("subject").asString("-"),
                                violation.path("text").asString("-"))));
        return lines;
    }

    private static Map<String, Integer> counts(JsonNode counts) {
        Map<String, Integer> found = new TreeMap<>();
        counts.propertyNames().forEach(name -> found.put(name, counts.path(name).asInt()));
        return found;
    }

    private static BigDecimal amount(JsonNode day, String field) {
        return day.path(field).asDecimal(BigDecimal.ZERO);
    }
}
