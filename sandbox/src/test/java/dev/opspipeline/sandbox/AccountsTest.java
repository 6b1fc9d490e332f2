package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.opspipeline.sandbox.broker.AccountSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class AccountsTest {

    static final List<String> TIERS = Accounts.tiers();

    @Test
    void accountsPlayInTheOrderOfTheirSize() {
        assertThat(Accounts.of(List.of("large", "tiny", "small")))
                .extracting(AccountSpec::tier)
                .containsExactly("tiny", "small", "large");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            tiers      | complaint
            huge       | no tier 'huge', there are tiny, small, medium, large
            tiny,tiny  | tiny is named twice
            ''         | no tier '', there are tiny, small, medium, large
            """)
    void whoDoesNotExistCannotPlay(String tiers, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accounts.of(List.of(tiers.split(",", -1))))
                .withMessage(complaint);
    }

    @ParameterizedTest
    @FieldSource("TIERS")
    void everyTierHasItsDocument(String tier) {
        Map<String, String> first = FirstParameters.of(Path.of(".."), List.of(tier), List.of("AAPL", "NVDA"));

        assertThat(first.get("/ops-pipeline/dispatcher_config_" + tier))
                .contains("\"account_tier\": \"%s\"".formatted(tier));
        assertThat(first).containsEntry("/ops-pipeline/tickers", "AAPL,NVDA");
        assertThat(first).containsEntry("/ops-pipeline/kill_switch", "none");
    }
}
