package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.store.ParameterStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
        ParameterStore store = new ParameterStore(() -> Instant.EPOCH);
        LimitDocuments.put(store, Path.of(".."), tier);

        assertThat(store.get("/ops-pipeline/dispatcher_config_" + tier)
                        .orElseThrow()
                        .value())
                .contains("\"account_tier\": \"%s\"".formatted(tier));
        assertThat(store.get("/ops-pipeline/kill_switch")).isPresent();
    }
}
