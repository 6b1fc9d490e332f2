package dev.opspipeline.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SummaryTest {

    @Test
    void saysHowEachAccountDidWhyItLeftThingsOutAndWhatTheAuditorFound() {
        List<String> lines = lines("[]");

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .contains(
                        " tiny       1,804.00     1,784.00         -20.00      3       3           0",
                        " tiny left out 687 of 690 recommendations; most often because:",
                        "     612  trades of the day used up",
                        "     508  confidence too low",
                        "     371  outside entry hours",
                        " and closed: 2 stop loss, 1 take profit",
                        " Violations: none");
        assertThat(String.join("\n", lines)).contains("2,305 checks of 2").doesNotContain("weak trend");
    }

    @Test
    void aViolationIsShownWithAllThatIsKnown() {
        assertThat(lines("""
                [{"rule":"position_limit","tier":"tiny","at":"2026-04-10T14:00:00Z","subject":"AMD-1","text":"3 of 2"}]"""))
                .contains(" Violations: 1", "   2026-04-10T14:00:00Z  tiny  position_limit  AMD-1: 3 of 2");
    }

    private static List<String> lines(String violations) {
        return Summary.lines(JsonMapper.shared().readTree("""
                {"tiers":{"tiny":{"recommendations":690,"decisions":690,"entries":3,"opening_equity":"1804.00",\
                "closing_equity":"1784.00","open_at_close":0,"closes":{"STOP_LOSS_HIT":2,"TAKE_PROFIT_HIT":1},\
                "refusals":{"LOW_CONFIDENCE":508,"DAILY_TRADE_LIMIT":612,"MARKET_CLOSED":371,"WEAK_TREND":1}}},\
                "violations":%s,"checks_run":{"one":2300,"two":5}}""".formatted(violations)));
    }
}
