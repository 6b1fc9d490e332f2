package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.risk.LimitKey;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TradingState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private static final String OWN = "/ops-pipeline/dispatcher_config_large";
    private static final String SHARED = "/ops-pipeline/dispatcher_config";

    private final RecordingJournal journal = new RecordingJournal();
    private final List<String> told = new ArrayList<>();
    private LimitsInForce limits = limits(new LimitsPolicy(Tier.LARGE, false, false));
    private long version;

    @Test
    void F03_thereAreNoneUntilSomebodySaidSo() {
        assertThat(limits.at(WALL)).isNull();
        limits.missing(null, WALL);
        limits.missing(null, WALL.plusSeconds(2));

        assertThat(limits.at(WALL.plusSeconds(2))).isNull();
        assertThat(told)
                .containsExactly("config.missing version none: neither " + OWN + " nor " + SHARED
                        + " exists: exits only; in force: none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account_tier: large",
                "{\"account_tier\": \"large\", \"max_contract\": 1}",
                "{\"account_tier\": \"tiny\"}",
                "{\"account_tier\": \"large\", \"max_contracts_per_trade\": 21}",
                "{\"account_tier\": \"large\", \"max_contracts_per_trade\": 3, \"max_contracts_per_trade\": 4}",
                "{\"account_tier\": \"large\"} and more",
                "null",
                ""
            })
    void X58_F58_aBadDocumentIsRefusedOnceAndTheLastGoodOneStays(String bad) {
        offer(document(3), 0);

        offer(bad, 2);
        sameAgain(bad, 4);

        assertThat(contracts(4)).isEqualTo(3);
        assertThat(told.stream().filter(words -> words.startsWith("config.refused")))
                .singleElement()
                .asString()
                .contains("version 2", "in force: 1");
        assertThat(limits.view().refused()).isEqualTo("2");
        assertThat(limits.view().reasons()).isNotEmpty();
    }

    @Test
    void X58_everythingThatIsWrongIsSaidAtOnceWithTheNearestKey() {
        offer("{\"account_tier\": \"large\", \"max_daily_los\": 1, \"max_contracts_per_trade\": 0}", 0);

        assertThat(told)
                .singleElement()
                .asString()
                .contains(
                        "max_daily_los is not a known key, was 1; the nearest known key is max_daily_loss",
                        "max_contracts_per_trade must be a whole number, 1 to 50, was 0");
    }

    @Test
    void aDocumentLargerThanAnyParameterIsRefusedUnread() {
        offer("{\"account_tier\": \"large\", \"x_note\": \"" + "n".repeat(8192) + "\"}", 0);

        assertThat(told).singleElement().asString().contains("must be at most 8192 bytes");
    }

    @Test
    void aGoodDocumentIsAcceptedOnceHoweverOftenItIsRead() {
        offer(document(3), 0);
        sameAgain(document(3), 2);

        assertThat(journal.accepted).containsExactly("1");
        assertThat(limits.view().sources())
                .containsEntry(LimitKey.MAX_CONTRACTS_PER_TRADE, dev.opspipeline.risk.ValueSource.DOCUMENT)
                .containsEntry(LimitKey.MAX_DAILY_LOSS, dev.opspipeline.risk.ValueSource.TIER_TABLE);
    }

    @Test
    void X62_whatLowersRiskHoldsAtOnceAndIsSaidWithTheChange() {
        offer(document(9), 0);
        offer(document(2), 2);

        assertThat(contracts(2)).isEqualTo(2);
        assertThat(told).last().isEqualTo("config.accepted version 2 over 1: max_contracts_per_trade 9 to 2");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            secondsAfterIt, contracts
            0,              4
            9,              4
            10,             8
            """)
    void X61_whatRaisesRiskWaitsTenSecondsForAnotherEdit(int seconds, int contracts) {
        offer(document(4), 0);
        offer(document(8), 2);
        sameAgain(document(8), 2 + seconds);

        assertThat(contracts(2 + seconds)).isEqualTo(contracts);
        assertThat(limits.view().waiting()).isEqualTo(contracts == 4 ? "2" : null);
        assertThat(limits.tradingState(WALL.plusSeconds(2 + seconds))).isEqualTo(TradingState.REDUCING);
    }

    @Test
    void aRaiseIsNotBelievedWhileNobodyCanSayThatNoOtherEditFollowed() {
        offer(document(4), 0);
        offer(document(8), 2);

        limits.unreadable("no answer", WALL.plusSeconds(30));
        assertThat(contracts(30)).isEqualTo(4);
        sameAgain(document(8), 32);
        assertThat(contracts(32)).isEqualTo(8);
    }

    @Test
    void X61_inAStormOfEditsLoweringHoldsAtOnceAndOnlyTheLastRaiseEverDoes() {
        offer(document(4), 0);
        offer(document(7), 1);
        offer(document(8), 3);
        assertThat(contracts(3)).isEqualTo(4);
        offer(document(2), 5);
        assertThat(contracts(5)).isEqualTo(2);
        offer(document(3), 7);
        offer("{", 8);
        sameAgain("{", 30);
        assertThat(contracts(30)).isEqualTo(2);
        offer(document(4), 31);
        sameAgain(document(4), 41);

        assertThat(contracts(41)).isEqualTo(4);
        assertThat(journal.accepted).containsExactly("1", "4", "7");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            contracts, replaces, inForceAtLast
            8,         -,        8
            9,         -,        4
            9,         1,        9
            9,         2,        4
            """)
    void aStepAboveTwiceTheRiskNeedsTheVersionItReplaces(int contracts, @Nullable String replaces, int inForceAtLast) {
        String next = "{\"account_tier\": \"large\", \"max_contracts_per_trade\": %d%s}"
                .formatted(contracts, replaces == null ? "" : ", \"replaces_version\": " + replaces);
        offer(document(4), 0);
        offer(next, 2);
        sameAgain(next, 12);

        assertThat(contracts(12)).isEqualTo(inForceAtLast);
    }

    @Test
    void anEditThatLowersAndRaisesStopsEntriesUntilAllOfItHolds() {
        limits.killSwitch("none", WALL);
        offer("{\"account_tier\": \"large\", \"max_contracts_per_trade\": 4, \"max_daily_loss\": 400}", 0);
        String mixed = "{\"account_tier\": \"large\", \"max_contracts_per_trade\": 2, \"max_daily_loss\": 500}";
        offer(mixed, 2);

        assertThat(contracts(2)).isEqualTo(4);
        assertThat(limits.tradingState(WALL.plusSeconds(2))).isEqualTo(TradingState.REDUCING);
        sameAgain(mixed, 12);
        assertThat(contracts(12)).isEqualTo(2);
        assertThat(limits.tradingState(WALL.plusSeconds(12))).isEqualTo(TradingState.ACTIVE);
    }

    @Test
    void X60_aDeletedDocumentIsSaidOnceAndTheLastGoodOneStaysForGood() {
        offer(document(3), 0);
        limits.missing(null, WALL.plusSeconds(2));
        limits.missing(stored(SHARED, document(9), 1, 0), WALL.plusSeconds(4));
        limits.missing(null, WALL.plusSeconds(86_400));

        assertThat(contracts(86_400)).isEqualTo(3);
        assertThat(told.stream().filter(words -> words.startsWith("config.deleted")))
                .hasSize(1);
    }

    @Test
    void X60_aDocumentMadeAgainIsAcceptedByItsDateAndKeepsItsDateAsName() {
        limits.offered(stored(OWN, document(3), 7, 0), WALL);
        limits.missing(null, WALL.plusSeconds(2));
        limits.offered(stored(OWN, document(2), 1, 4), WALL.plusSeconds(4));
        assertThat(contracts(4)).isEqualTo(2);
        assertThat(limits.view().version()).isEqualTo("1@" + WALL.plusSeconds(4));

        limits.offered(stored(OWN, document(3), 7, 0), WALL.plusSeconds(6));
        assertThat(contracts(6)).as("an older date is a store that lags").isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            minutesUnread, seconds, inForce
            14,            59,      true
            15,            0,       true
            15,            1,       false
            """)
    void X59_theLastGoodDocumentHoldsForFifteenMinutes(long minutes, long seconds, boolean inForce) {
        offer(document(3), 0);

        assertThat(limits.at(WALL.plusSeconds(minutes * 60 + seconds)) != null).isEqualTo(inForce);
    }

    @Test
    void X59_aSilentStoreIsSaidAfterAMinuteAndAfterFifteenAndWhenItAnswersAgain() {
        offer(document(3), 0);
        told.clear();
        List.of(2, 59, 60, 62, 900, 901, 902).forEach(second -> limits.unreadable("hangs", WALL.plusSeconds(second)));
        sameAgain(document(3), 903);
        sameAgain(document(3), 905);

        assertThat(told.stream().map(words -> words.split(" ", 2)[0]))
                .containsExactly("config.unreadable", "config.expired", "config.readable");
        assertThat(contracts(905)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            shared                                                       | allowShared | allowTable | version  | says
            -                                                            | true        | false      | none     | config.missing
            -                                                            | false       | true       | table    | config.table
            {"account_tier": "large"}                                    | false       | false      | shared:5 | config.shared
            {"account_tier": "tiny"}                                     | true        | false      | none     | config.missing
            {"account_tier": "tiny"}                                     | true        | true       | table    | config.table
            {"max_contracts_per_trade": 3}                               | false       | false      | none     | config.missing
            {"max_contracts_per_trade": 3}                               | true        | false      | shared:5 | config.shared
            {"account_tier": "large", "max_contracts_per_trade": "lots"} | true        | true       | none     | config.shared
            """)
    void F26_anotherDocumentServesOnlyWhereItIsAllowedAndSaidLoudly(
            @Nullable String shared, boolean allowShared, boolean allowTable, String version, String says) {
        limits = limits(new LimitsPolicy(Tier.LARGE, allowShared, allowTable));
        StoredDocument document = shared == null ? null : stored(SHARED, shared, 5, 0);
        limits.missing(document, WALL);
        limits.missing(document, WALL.plusSeconds(2));

        TierLimits inForce = limits.at(WALL.plusSeconds(2));
        assertThat(inForce == null ? "none" : inForce.version()).isEqualTo(version);
        assertThat(told.stream().filter(words -> words.startsWith(says + " "))).hasSize(1);
    }

    @Test
    void theTiersOwnDocumentTakesOverFromWhatStoodInForIt() {
        limits = limits(new LimitsPolicy(Tier.LARGE, false, true));
        limits.missing(null, WALL);
        offer(document(3), 2);

        assertThat(contracts(2)).isEqualTo(3);
        assertThat(limits.view().parameter()).isEqualTo(OWN);
    }

    @Test
    void afterARestartTheLastAcceptedDocumentHoldsAndNotTheFirst() {
        limits.restored(document(9), "1", WALL);
        limits.restored(document(3), "2", WALL);

        assertThat(contracts(0)).isEqualTo(3);
    }

    @Test
    void whatWasRefusedBeforeARestartIsRefusedAfterItToo() {
        limits.awaitHistory();
        limits.offered(stored(OWN, document(9), 2, 0), WALL);
        assertThat(limits.at(WALL)).isNull();
        limits.restored(document(3), "1", WALL);
        limits.historyIsKnown();

        assertThat(contracts(0)).isEqualTo(3);
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("config.refused version 2: replaces_version must be \"1\"");
    }

    @Test
    void theSameDocumentAfterARestartIsNoNews() {
        limits.awaitHistory();
        limits.restored(document(3), "1@2026-04-08T00:00:00Z", WALL);
        limits.offered(stored(OWN, document(3), 1, 0), WALL);
        limits.historyIsKnown();

        assertThat(limits.view().version()).isEqualTo("1@2026-04-08T00:00:00Z");
        assertThat(told).isEmpty();
        assertThat(journal.accepted).isEmpty();
    }

    @Test
    void whatTheStoreSaysIsNotOverruledByTheTopic() {
        offer(document(2), 0);
        limits.restored(document(9), "1", WALL);

        assertThat(contracts(0)).isEqualTo(2);
    }

    @Test
    void aRestoredDocumentHoldsWhileTheStoresIsBad() {
        limits.restored(document(3), "2", WALL);
        limits.offered(stored(OWN, "{", 3, 0), WALL);

        assertThat(contracts(0)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            value,         state,    said
            -,             ACTIVE,   taken as none
            none,          ACTIVE,   -
            ' none ',      ACTIVE,   -
            halt_entries,  REDUCING, 'halt_entries, was never seen'
            flatten,       REDUCING, 'flatten, was never seen'
            NONE,          REDUCING, taken as halt_entries
            '',            REDUCING, taken as halt_entries
            """)
    void onlyTheWordNoneOpensTheKillSwitch(@Nullable String value, TradingState state, @Nullable String said) {
        limits.killSwitch(value, WALL);
        limits.killSwitch(value, WALL);

        assertThat(limits.tradingState(WALL)).isEqualTo(state);
        if (said == null) {
            assertThat(told).isEmpty();
        } else {
            assertThat(told).singleElement().asString().endsWith(said);
        }
    }

    @Test
    void aKillSwitchThatIsGoneMeansWhatItMeantLast() {
        limits.killSwitch("flatten", WALL);
        limits.killSwitch(null, WALL);
        assertThat(limits.tradingState(WALL)).isEqualTo(TradingState.REDUCING);

        limits.killSwitch("none", WALL);
        limits.killSwitch(null, WALL);
        assertThat(limits.tradingState(WALL)).isEqualTo(TradingState.ACTIVE);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            seconds, state
            0,       ACTIVE
            60,      ACTIVE
            61,      REDUCING
            """)
    void aKillSwitchNobodyCanReadCountsAsPulled(long seconds, TradingState state) {
        assertThat(limits.tradingState(WALL)).isEqualTo(TradingState.REDUCING);
        limits.killSwitch("none", WALL);

        assertThat(limits.tradingState(WALL.plusSeconds(seconds))).isEqualTo(state);
    }

    private LimitsInForce limits(LimitsPolicy policy) {
        return new LimitsInForce(
                policy, journal, (verdict, now) -> told.add(verdict.event() + " " + verdict.words("")));
    }

    /** A new version of the tier's document, written and read so many seconds after the start. */
    private void offer(String text, long second) {
        version++;
        limits.offered(stored(OWN, text, version, second), WALL.plusSeconds(second));
        writtenAt = second;
    }

    private long writtenAt;

    /** The newest version, read once more. */
    private void sameAgain(String text, long second) {
        limits.offered(stored(OWN, text, version, writtenAt), WALL.plusSeconds(second));
    }

    private static StoredDocument stored(String parameter, String text, long version, long second) {
        return new StoredDocument(parameter, version, WALL.plusSeconds(second), text);
    }

    private int contracts(long second) {
        TierLimits inForce = limits.at(WALL.plusSeconds(second));
        return inForce == null ? 0 : inForce.maxContractsPerTrade();
    }

    private static String document(int contracts) {
        return "{ // operators keep notes here\n \"account_tier\": \"large\", \"max_contracts_per_trade\": %d}"
                .formatted(contracts);
    }
}
