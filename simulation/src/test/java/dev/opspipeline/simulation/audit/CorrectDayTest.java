package dev.opspipeline.simulation.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.simulation.audit.Report.TierReport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrectDayTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void findsNothingOnACorrectDay() {
        assertThat(audit(TradedDay.correct()).violations()).isEmpty();
    }

    @Test
    void everyRuleHasSomethingToCheckOnACorrectDay() {
        Report report = audit(TradedDay.correct());
        assertThat(report.checksRun())
                .hasSizeGreaterThan(40)
                .allSatisfy((rule, checks) -> assertThat(checks).as(rule).isPositive());
        assertThat(report.notApplicable()).isEmpty();
    }

    @Test
    void addsUpEachAccountFromTheBrokersFacts() {
        assertThat(audit(TradedDay.correct()).tiers())
                .containsExactly(
                        new TierReport(
                                "tiny",
                                3,
                                3,
                                1,
                                Map.of("LOW_CONFIDENCE", 2, "LOW_VOLUME", 1),
                                2,
                                2,
                                Map.of("END_OF_DAY", 1),
                                "15.00",
                                1,
                                "145.00",
                                0,
                                "1804.00",
                                "1819.00"),
                        new TierReport(
                                "large",
                                3,
                                3,
                                2,
                                Map.of("LOW_CONFIDENCE", 1),
                                4,
                                4,
                                Map.of("STOP_LOSS_HIT", 1, "TAKE_PROFIT_HIT", 1),
                                "-15.00",
                                1,
                                "900.00",
                                0,
                                "55000.00",
                                "54985.00"));
    }

    @Test
    void equalDecisionsHaveEqualHashesWhateverTheWallTime() {
        SyntheticDay later = TradedDay.correct();
        later.topics.forEach(line -> line.put(
                "wall",
                java.time.Instant.parse(line.path("wall").asString())
                        .plusSeconds(1)
                        .toString()));
        String hash = audit(TradedDay.correct()).decisionHash();
        assertThat(audit(later).decisionHash()).isEqualTo(hash).hasSize(64);

        SyntheticDay other = TradedDay.correct();
        other.message("decisions.large", TradedDay.NVDA).withObject("decision").put("contracts", 4);
        assertThat(audit(other).decisionHash()).isNotEqualTo(hash);
    }

    @Test
    void rulesWithoutMatterAreExcusedByTheDataAndNamed() {
        SyntheticDay quiet = new SyntheticDay();
        quiet.account("tiny", "1804.00");
        TradedDay.recommend(
                quiet, TradedDay.MSFT, "MSFT", "BUY_CALL", "DAY", "0.30", "2.0", 1, "2.4", "16:10:00", "16:11:00");
        TradedDay.refuse(quiet, "16:11:00", "tiny", TradedDay.MSFT, "LOW_CONFIDENCE");
        Report report = audit(quiet);
        assertThat(report.violations()).isEmpty();
        assertThat(report.notApplicable())
                .containsEntry("exposure", "the day has no accepted entry order")
                .doesNotContainKey("one-decision");
    }

    @Test
    void aDayWithoutRecommendationsProvesNothing() {
        SyntheticDay empty = new SyntheticDay();
        empty.account("tiny", "1804.00");
        assertThat(audit(empty).violations())
                .extracting(Violation::rule, Violation::text)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("one-decision", "nothing checked"));
    }

    private Report audit(SyntheticDay day) {
        return Auditor.audit(day.write(directory));
    }
}
