package dev.opspipeline.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ExplanationTest {

    @TempDir
    private Path directory;

    private Path topics;

    @BeforeEach
    void record() throws IOException {
        topics = Files.writeString(
                directory.resolve("topics.jsonl"),
                String.join(
                        "\n",
                        noTrade("tiny", "AMD-1", 2),
                        trade("large", "AMD-1"),
                        noTrade("tiny", "AMD-2", 1),
                        trade("large", "AMD-2"),
                        noTrade("tiny", "AMD-3", 1),
                        noTrade("large", "AMD-3", 1),
                        "{\"topic\":\"decisions.tiny.dlt\",\"key\":\"AMD-4\",\"value\":{}}",
                        "{\"topic\":\"decisions.tiny\",\"key\":\"AMD-5\",\"val"));
    }

    @Test
    void findsWhatOneAccountLeftToAnother() throws IOException {
        DecisionLog log = DecisionLog.read(topics);

        assertThat(log.tiers()).containsExactly("large", "tiny");
        assertThat(log.leftToOthers("tiny"))
                .extracting(left -> left.path("recommendationId").asString())
                .containsExactly("AMD-1", "AMD-2");
        assertThat(log.leftToOthers("large")).isEmpty();
        assertThat(log.example(List.of("tiny", "large"))
                        .orElseThrow()
                        .path("recommendationId")
                        .asString())
                .as("fewest reasons")
                .isEqualTo("AMD-2");
        assertThat(log.example(List.of("large"))).isEmpty();
        assertThat(log.decision("tiny", "AMD-5")).as("half written").isEmpty();
    }

    @Test
    void aRefusalIsExplainedWithEveryReasonAndWhatPassed() throws IOException {
        List<String> lines = Explanation.lines(
                DecisionLog.read(topics).decision("tiny", "AMD-1").orElseThrow());

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .contains(
                        "It was NOT TAKEN, under limits version 3, because:",
                        "  x confidence too low: 0.63 [at least 0.7]",
                        "These gates let it pass:",
                        "  + TRADING_STOPPED: ACTIVE [ACTIVE]",
                        "Not looked at, for an earlier gate refused:",
                        "    NO_CONTRACT");
        assertThat(String.join(" ", lines)).contains("AMD-1 was recommended to tiny at 09:35: buy put day");
    }

    @Test
    void aTradeIsExplainedWithItsSize() throws IOException {
        assertThat(Explanation.lines(
                        DecisionLog.read(topics).decision("large", "AMD-1").orElseThrow()))
                .contains(
                        "It was TAKEN: 2 AMD 207.50 put Apr 10, at most 2.56 each",
                        "Size: 2 contracts; 666.66 dollars could be spent, decided by max_daily_loss",
                        "  $ budget                   2090.00",
                        "  $ max_position_dollar      off");
    }

    private static String noTrade(String tier, String id, int reasons) {
        String refusal =
                "{\"code\":\"LOW_CONFIDENCE\",\"outcome\":\"REFUSED\",\"observed\":\"0.63\",\"limit\":\"at least 0.7\"}";
        String refusals = String.join(",", java.util.Collections.nCopies(reasons, refusal));
        return line(tier, id, "\"sizing\":null,\"decision\":{\"type\":\"no_trade\",\"refusals\":[" + refusals + "]}");
    }

    private static String trade(String tier, String id) {
        return line(tier, id, """
                "sizing":{"contracts":2,"spendable":"666.66","binding":"max_daily_loss","caps":[\
                {"name":"budget","amount":"2090.00"},{"name":"max_position_dollar","amount":null}]},\
                "decision":{"type":"trade","contract":"AMD260410P00207500","contracts":2,"limitPrice":"2.56"}""");
    }

    private static String line(String tier, String id, String rest) {
        return JsonMapper.shared()
                .readTree("""
                {"topic":"decisions.%s","key":"%s","value":{"recommendationId":"%s","tier":"%s","limitsVersion":"3",\
                "recommendation":{"createdAt":"2026-04-10T13:35:00Z","action":"BUY_PUT","strategy":"DAY","confidence":0.63,\
                "score":3.1,"underlyingPrice":"209.13","features":{"volumeRatio":2.3}},\
                "verdicts":[{"code":"TRADING_STOPPED","outcome":"PASSED","observed":"ACTIVE","limit":"ACTIVE"},\
                {"code":"NO_CONTRACT","outcome":"NOT_EVALUATED","observed":"not evaluated","limit":"-"}],%s}}""".formatted(tier, id, id, tier, rest))
                .toString();
    }
}
