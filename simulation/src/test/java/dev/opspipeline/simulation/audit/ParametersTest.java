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
            {"account_tier":"tiny"},   shared:1
            {"account_tier":"large"},  none
            """)
    void theSharedDocumentServesOnlyTheTierItNames(String shared, String inForce) {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config", 1, shared);
        assertThat(versions(day, 0)).isEqualTo(inForce.equals("none") ? "" : inForce);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            first                                 | second                                                  | 5 s after | 15 s after
            {"ticker_cooldown_minutes":20}        | {"ticker_cooldown_minutes":10}                          | 1 2       | 2
            {"ticker_cooldown_minutes":20}        | {"ticker_cooldown_minutes":9}                           | 1         | 1
            {"ticker_cooldown_minutes":20}        | {"ticker_cooldown_minutes":9,"replaces_version":1}      | 1 2       | 2
            {"max_position_dollar":100}           | {"max_position_dollar":null}                            | 1         | 1
            {"max_position_dollar":100}           | {"max_position_dollar":null,"replaces_version":"1"}     | 1 2       | 2
            {"max_position_dollar":null}          | {"max_position_dollar":100}                             | 2         | 2
            {"option_min_volume":80}              | {}                                                      | 2         | 2
            {"option_min_volume":110}             | {}                                                      | 1 2       | 2
            {"paper_buying_power_override":50}    | {"paper_buying_power_override":null}                    | 1 2       | 2
            {"paper_buying_power_override":null}  | {"paper_buying_power_override":50}                      | 1 2       | 2
            {"confidence_min_options_swing":0.4}  | {"confidence_min_options_swing":0.1}                    | 2         | 2
            {"allow_single_contract":false}       | {"allow_single_contract":true}                          | 1 2       | 2
            {"trading_enabled":true}              | {"trading_enabled":false}                               | 2         | 2
            {"allowed_actions":["BUY_CALL"]}      | {"allowed_actions":["BUY_PUT"]}                         | 1 2       | 2
            {"allowed_actions":["BUY_CALL","BUY_PUT"]} | {"allowed_actions":["BUY_PUT"]}                    | 2         | 2
            {"max_trades_per_day":3}              | {"small_account_mode":false}                            | 1         | 1
            {"max_trades_per_day":3}              | {"small_account_mode":false,"max_trades_per_day":3}     | 1 2       | 2
            """)
    void anEditIsMeasuredByWhatItComesTo(String first, String second, String soon, String later) {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config_tiny", 1, first);
        day.parameter("14:00:00", "dispatcher_config_tiny", 2, second);
        assertThat(versions(day, 5)).isEqualTo(soon);
        assertThat(versions(day, 15)).isEqualTo(later);
    }

    /** The second document would raise the loss from 40 dollars to 79 and waits for that. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            third at, third,               in force
            14:00:05, {"max_daily_loss":30}, 3
            14:00:05, nonsense,              1
            14:00:06, nonsense,              1 2
            14:00:14, nonsense,              1 2
            14:00:15, nonsense,              2
            14:00:05, {"max_daily_loss":81}, 1
            14:00:06, {"max_daily_loss":81}, 1 2 3
            14:00:15, {"max_daily_loss":81}, 3
            """)
    void X61_aRaiseThatAnotherEditOvertakesNeverComesIntoForce(String thirdAt, String third, String inForce) {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config_tiny", 1, "{\"max_daily_loss\":40}");
        day.parameter("14:00:00", "dispatcher_config_tiny", 2, "{\"max_daily_loss\":79}");
        day.parameter(thirdAt, "dispatcher_config_tiny", 3, third);
        assertThat(versions(day, 60)).isEqualTo(inForce);
    }

    @Test
    void theAccountsOwnDocumentReplacesTheSharedOneAndIsMeasuredAgainstIt() {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config", 6, "{\"account_tier\":\"tiny\",\"max_daily_loss\":40}");
        day.parameter("13:30:00", "dispatcher_config_tiny", 1, "{\"max_daily_loss\":81}");
        assertThat(versions(day, 0)).isEqualTo("shared:6");
        day.parameter(
                "13:40:00", "dispatcher_config_tiny", 2, "{\"max_daily_loss\":81,\"replaces_version\":\"shared:6\"}");
        day.parameter("13:50:00", "dispatcher_config", 7, "{\"account_tier\":\"tiny\",\"max_daily_loss\":10}");
        assertThat(versions(day, 0)).isEqualTo("2");
    }

    @Test
    void aSharedDocumentThatNamesNobodyMayServeOrNot() {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config", 1, "{\"account_tier\":\"tiny\"}");
        day.parameter("13:10:00", "dispatcher_config", 2, "{\"max_daily_loss\":90}");
        assertThat(versions(day, 0)).isEqualTo("shared:1 shared:2");
    }

    @Test
    void X60_aDocumentMadeAgainUnderAnOldNumberIsCalledByItsDate() {
        SyntheticDay day = new SyntheticDay();
        day.parameter("13:00:00", "dispatcher_config_tiny", 1, "{\"max_daily_loss\":40}");
        day.parameter("13:10:00", "dispatcher_config_tiny", 2, "{\"max_daily_loss\":50}");
        day.parameter("13:30:00", "dispatcher_config_tiny", 1, "{\"max_daily_loss\":45}");
        String again = "1@" + day.wall(SyntheticDay.at("13:30:00"));
        assertThat(versions(day, 0)).isEqualTo(again);
        day.parameter(
                "13:40:00",
                "dispatcher_config_tiny",
                2,
                "{\"max_daily_loss\":91,\"replaces_version\":\"%s\"}".formatted(again));
        assertThat(versions(day, 0)).isEqualTo("2@" + day.wall(SyntheticDay.at("13:40:00")));
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
