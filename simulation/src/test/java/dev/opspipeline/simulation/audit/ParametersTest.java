package dev.opspipeline.simulation.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            after 14:00, first,                                       second,                                                             in force
            -1,          {"max_daily_loss":90},                       {"max_daily_loss":50},                                              1
            0,           {"max_daily_loss":90},                       {"max_daily_loss":50},                                              1 2
            4,           {"max_daily_loss":90},                       {"max_daily_loss":50},                                              1 2
            5,           {"max_daily_loss":90},                       {"max_daily_loss":50},                                              2
            5,           {"max_daily_loss":50},                       {"max_daily_loss":90},                                              1 2
            15,          {"max_daily_loss":50},                       {"max_daily_loss":90},                                              2
            15,          {"max_daily_loss":40},                       {"max_daily_loss":81},                                              1
            15,          {"max_daily_loss":40},                       {"max_daily_loss":81;"replaces_version":1},                         2
            15,          {"max_daily_loss":40},                       {"max_daily_loss":81;"replaces_version":7},                         1
            15,          {"max_daily_loss":90},                       nonsense,                                                           1
            15,          {"max_daily_loss":90},                       {"account_tier":"large"},                                           1
            15,          {"max_daily_loss":90},                       {"max_daily_loss":0},                                               1
            15,          {"max_daily_loss":90},                       {"max_daily_loss":201;"replaces_version":1},                        1
            15,          {"max_daily_loss":90},                       {"max_loss":50},                                                    1
            15,          {"max_daily_loss":90},                       {"x_note":"lower";"max_contracts":1},                               2
            """)
    void bothDocumentsCountWhileAnEditTravelsAndABadOneNever(int seconds, String first, String second, String inForce) {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config_tiny", 1, first.replace(';', ','));
        day.parameter("14:00:00", "dispatcher_config_tiny", 2, second.replace(';', ','));
        assertThat(versions(day, seconds)).isEqualTo(inForce);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            shared document,           in force
            {"account_tier":"tiny"},   1
            {"account_tier":"large"},  none
            """)
    void theSharedDocumentServesOnlyTheTierItNames(String shared, String inForce) {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config", 1, shared);
        assertThat(versions(day, 0)).isEqualTo(inForce.equals("none") ? "" : inForce);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            tier,   document,                                                                     day,  minimum
            tiny,   {},                                                                           true, 0.70
            tiny,   {"confidence_min_options_daytrade":0.60},                                     true, 0.70
            tiny,   {"confidence_min_options_daytrade":0.80},                                     true, 0.80
            tiny,   {"small_account_mode":false;"confidence_min_options_daytrade":0.60},          true, 0.60
            large,  {"confidence_min_options_swing":0.40},                                        false, 0.45
            large,  {"preset":"building"},                                                        false, 0.50
            """)
    void theStricterConfidenceOfDocumentAndTableCounts(String tier, String document, boolean daytrade, String minimum) {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config_" + tier, 1, document.replace(';', ','));
        assertThat(inForce(day, tier, 0).getFirst().minConfidence(daytrade)).isEqualByComparingTo(minimum);
    }

    @Test
    void presetsStandBetweenTableAndDocument() {
        SyntheticDay day = new SyntheticDay();
        day.parameter(
                "13:00:00", "dispatcher_config_tiny", 1, "{\"preset\":\"growth\",\"max_daily_loss\":120} // bold");
        Limits limits = inForce(day, "tiny", 0).getFirst();
        assertThat(limits.amount("max_risk_per_trade_pct")).isEqualByComparingTo("0.25");
        assertThat(limits.amount("max_daily_loss")).isEqualByComparingTo("120");
        assertThat(limits.amount("max_notional_exposure")).isEqualByComparingTo("1500");
    }

    private String versions(SyntheticDay day, int seconds) {
        return inForce(day, "tiny", seconds).stream().map(Limits::version).collect(Collectors.joining(" "));
    }

    private List<Limits> inForce(SyntheticDay day, String tier, int seconds) {
        Path store = day.write(directory).resolve("store.jsonl");
        return Parameters.read(store, new Clocks())
                .inForce(tier, day.wall(SyntheticDay.at("14:00:00")).plusSeconds(seconds));
    }
}
