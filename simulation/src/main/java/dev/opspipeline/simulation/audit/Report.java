package dev.opspipeline.simulation.audit;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the auditor found.
 *
 * @param checksRun how many things each rule looked at
 * @param notApplicable rules that had nothing to look at, with the data that excuse them
 * @param decisionHash equal for days on which the same was decided
 */
public record Report(
        String date,
        String clock,
        String speed,
        Map<String, String> heldMillis,
        List<TierReport> tiers,
        List<Violation> violations,
        Map<String, Long> checksRun,
        Map<String, String> notApplicable,
        String decisionHash) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One account's day. Money in dollars, as plain decimals.
     *
     * @param entries entry orders with at least one fill
     * @param refusals refusing verdicts by code
     * @param closes closed positions by told reason
     * @param realizedProfit from fills only
     * @param mostExposure held, working and proposed at the fullest accepted entry
     */
    public record TierReport(
            String tier,
            int recommendations,
            int decisions,
            int entries,
            Map<String, Integer> refusals,
            int orders,
            int fills,
            Map<String, Integer> closes,
            String realizedProfit,
            int mostPositions,
            String mostExposure,
            int openAtClose,
            String openingEquity,
            String closingEquity) {}

    /** No rule was broken, and every rule had something to check. */
    public boolean clean() {
        return violations.isEmpty();
    }

    /** Writes the report as JSON, as documented for tools. */
    public void write(Path file) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(json()) + "\n");
    }

    JsonNode json() {
        ObjectNode report = MAPPER.createObjectNode();
        report.put("date", date);
        report.put("clock", clock);
        report.put("speed", new BigDecimal(speed));
        ObjectNode held = report.putObject("held_ms");
        heldMillis.forEach((cause, millis) -> held.put(cause, new BigDecimal(millis)));
        report.put("decision_hash", decisionHash);
        ObjectNode accounts = report.putObject("tiers");
        tiers.forEach(tier -> write(tier, accounts.putObject(tier.tier())));
        write(violations, report.putArray("violations"));
        ObjectNode checks = report.putObject("checks_run");
        checksRun.forEach(checks::put);
        strings(report.putObject("not_applicable"), notApplicable);
        return report;
    }

    private void write(TierReport tier, ObjectNode json) {
        json.put("recommendations", tier.recommendations());
        json.put("decisions", tier.decisions());
        json.put("entries", tier.entries());
        counts(json.putObject("refusals"), tier.refusals());
        json.put("orders", tier.orders());
        json.put("fills", tier.fills());
        counts(json.putObject("closes"), tier.closes());
        json.put("realized_pnl", tier.realizedProfit());
        json.put("max_positions_seen", tier.mostPositions());
        json.put("max_exposure_seen", tier.mostExposure());
        json.put("open_at_close", tier.openAtClose());
        json.put("opening_equity", tier.openingEquity());
        json.put("closing_equity", tier.closingEquity());
        write(violations.stream().filter(v -> v.tier().equals(tier.tier())).toList(), json.putArray("violations"));
    }

    private static void write(List<Violation> violations, ArrayNode json) {
        for (Violation violation : violations) {
            ObjectNode node = json.addObject();
            node.put("rule", violation.rule());
            node.put("tier", violation.tier());
            node.put("at", violation.at() == null ? null : violation.at().toString());
            node.put("subject", violation.subject());
            node.put("text", violation.text());
        }
    }

    private static void strings(ObjectNode json, Map<String, String> values) {
        values.forEach(json::put);
    }

    private static void counts(ObjectNode json, Map<String, Integer> values) {
        values.forEach(json::put);
    }
}
