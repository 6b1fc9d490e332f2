package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TradingState;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LimitsInForceTest {

    private static final Instant WALL = Instant.parse("2026-04-09T14:32:30Z");

    private final RecordingJournal journal = new RecordingJournal();
    private final LimitsInForce limits = new LimitsInForce(Tier.LARGE, journal);

    @Test
    void thereAreNoneUntilSomebodySaidSo() {
        assertThat(limits.at(WALL)).isNull();
        limits.missing(WALL);
        assertThat(limits.at(WALL)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account_tier: large",
                "{\"account_tier\": \"large\", \"max_contract\": 1}",
                "{\"account_tier\": \"tiny\"}",
                "{\"account_tier\": \"large\", \"max_contracts_per_trade\": 21}",
                "{\"account_tier\": \"large\", \"max_contracts_per_trade\": 3, \"max_contracts_per_trade\": 4}",
                "null",
                ""
            })
    void X58_aBadDocumentIsRefusedOnceAndTheLastGoodOneStays(String bad) {
        limits.offered(document(3), "1", WALL);

        limits.offered(bad, "2", WALL.plusSeconds(2));
        limits.offered(bad, "2", WALL.plusSeconds(4));

        assertThat(contracts(WALL.plusSeconds(4))).isEqualTo(3);
        assertThat(journal.audits.stream().filter(audit -> audit.startsWith("config.refused")))
                .singleElement()
                .asString()
                .contains("version 2", "in force: 1");
    }

    @Test
    void aGoodDocumentIsAcceptedOnceHoweverOftenItIsRead() {
        limits.offered(document(3), "1", WALL);
        limits.offered(document(3), "1", WALL.plusSeconds(2));

        assertThat(journal.accepted).containsExactly("1");
    }

    @Test
    void X60_aDeletedDocumentIsSaidAndTheLastGoodOneStays() {
        limits.offered(document(3), "7", WALL);
        limits.missing(WALL.plusSeconds(2));
        assertThat(contracts(WALL.plusSeconds(2))).isEqualTo(3);

        limits.offered(document(2), "1", WALL.plusSeconds(4));
        assertThat(contracts(WALL.plusSeconds(4))).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            minutesUnread, seconds, inForce
            14,            59,      true
            15,            0,       true
            15,            1,       false
            """)
    void X59_theLastGoodDocumentHoldsForFifteenMinutes(long minutes, long seconds, boolean inForce) {
        limits.offered(document(3), "1", WALL);

        assertThat(limits.at(WALL.plusSeconds(minutes * 60 + seconds)) != null).isEqualTo(inForce);
    }

    @Test
    void afterARestartTheLastAcceptedDocumentHoldsAndNotTheFirst() {
        limits.restored(document(9), "1", WALL);
        limits.restored(document(3), "2", WALL);

        assertThat(contracts(WALL)).isEqualTo(3);
    }

    @Test
    void whatTheStoreSaysIsNotOverruledByTheTopic() {
        limits.offered(document(2), "3", WALL);
        limits.restored(document(9), "1", WALL);

        assertThat(contracts(WALL)).isEqualTo(2);
    }

    @Test
    void aRestoredDocumentHoldsWhileTheStoresIsBad() {
        limits.offered("{", "3", WALL);
        limits.restored(document(3), "2", WALL);

        assertThat(contracts(WALL)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            value,        state
            -,            ACTIVE
            none,         ACTIVE
            halt_entries, REDUCING
            flatten,      REDUCING
            NONE,         REDUCING
            '',           REDUCING
            """)
    void onlyTheWordNoneOpensTheKillSwitch(@Nullable String value, TradingState state) {
        limits.killSwitch(value, WALL);

        assertThat(limits.killSwitch(WALL)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            seconds, state
            0,       ACTIVE
            60,      ACTIVE
            61,      REDUCING
            """)
    void aKillSwitchNobodyCanReadCountsAsPulled(long seconds, TradingState state) {
        assertThat(limits.killSwitch(WALL)).isEqualTo(TradingState.REDUCING);
        limits.killSwitch("none", WALL);

        assertThat(limits.killSwitch(WALL.plusSeconds(seconds))).isEqualTo(state);
    }

    private int contracts(Instant at) {
        TierLimits inForce = limits.at(at);
        return inForce == null ? 0 : inForce.maxContractsPerTrade();
    }

    private static String document(int contracts) {
        return "{ // operators keep notes here\n \"account_tier\": \"large\", \"max_contracts_per_trade\": %d}"
                .formatted(contracts);
    }
}
