package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opspipeline.account.Reply;
import dev.opspipeline.contract.Candidate;
import dev.opspipeline.contract.Chains;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.PriceGrid;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Verdict.Outcome;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradingDeskTest {

    private static final TradingDesk DESK = new TradingDesk(PriceGrid.CENTS);

    @Test
    void tinyBuysOneContractAtOneFifty() {
        DecisionRecord record = decide(Proposals.tiny(), listing("1.45", "1.50"));

        assertThat(record.decision()).isInstanceOfSatisfying(Decision.Trade.class, trade -> {
            assertThat(trade.contract().symbol()).isEqualTo("NVDA260410C00101500");
            assertThat(trade.contracts()).isEqualTo(1);
            assertThat(trade.limitPrice()).isEqualTo(Money.of("1.50"));
            assertThat(trade.outlay()).isEqualTo(Money.of("150.00"));
            assertThat(trade.plan().entryPrice()).isEqualTo(Money.of("1.50"));
            assertThat(trade.plan().stopAt()).isEqualTo(Money.of("0.75"));
            assertThat(trade.plan().targetAt()).isEqualTo(Money.of("3.00"));
        });
        assertThat(record.clientOrderId()).isEqualTo("tiny.d.NVDA-20260409T1431-CALL-trend1.e1");
        assertThat(record.limitsVersion()).isEqualTo("table");
        assertThat(record.candidates()).extracting(Candidate::verdict).containsExactly("chosen");
        assertThat(record.verdicts())
                .hasSize(32)
                .allSatisfy(verdict ->
                        assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo(Outcome.PASSED));
        Sizing sizing = Objects.requireNonNull(record.sizing());
        assertThat(sizing.budget()).isEqualTo(Money.of("270.60"));
        assertThat(sizing.spendable()).isEqualTo(Money.of("180.40"));
        assertThat(sizing.binding()).isEqualTo("max_risk_per_trade_pct");
    }

    @Test
    void tinyCannotAffordEightFiftyAndIsToldWhy() {
        DecisionRecord record = decide(Proposals.tiny(), listing("8.40", "8.50"));

        assertThat(refusals(record))
                .containsExactly(
                        RefusalCode.CANNOT_AFFORD, RefusalCode.CONTRACT_TOO_EXPENSIVE, RefusalCode.LOSS_BUDGET);
        assertThat(verdict(record, RefusalCode.CANNOT_AFFORD))
                .isEqualTo(new Verdict(
                        RefusalCode.CANNOT_AFFORD,
                        Outcome.REFUSED,
                        "one NVDA260410C00101500 costs 850.00",
                        "at most 180.40 (max_risk_per_trade_pct); fits at no equity: max_daily_loss"));
        assertThat(record.clientOrderId()).isNull();
        assertThat(Objects.requireNonNull(record.sizing()).contracts()).isZero();
    }

    @Test
    void theEquityAtWhichItWouldFitIsNamed() {
        DecisionRecord record = decide(Proposals.tiny(), listing("1.85", "1.90"));

        assertThat(refusals(record)).containsExactly(RefusalCode.CANNOT_AFFORD);
        assertThat(verdict(record, RefusalCode.CANNOT_AFFORD).limit())
                .isEqualTo("at most 180.40 (max_risk_per_trade_pct); fits from an equity of 1900.00");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            cost held, lost, refusal
            1350,      0,    NONE
            1350.01,   0,    EXPOSURE
            0,         25,   NONE
            0,         25.01, LOSS_BUDGET
            """)
    void namesTheLimitThatLeavesNoRoomForOne(String held, String lost, String refusal) {
        Proposals proposal = Proposals.tiny();
        proposal.account =
                Proposals.account("1804", Money.of("1804").plus(Money.of(lost)).toString(), "0");
        if (!held.equals("0")) {
            proposal.holding("AMD260410C00190000", 1, held);
        }

        DecisionRecord record = decide(proposal, listing("1.45", "1.50"));

        assertThat(refusals(record).stream().map(Enum::name).findFirst().orElse("NONE"))
                .isEqualTo(refusal);
    }

    @Test
    void F18_theExposureOnRecordIncludesTheProposedOrder() {
        DecisionRecord record =
                decide(Proposals.tiny().holding("AMD260410C00190000", 1, "1000"), listing("1.45", "1.50"));

        assertThat(verdict(record, RefusalCode.EXPOSURE))
                .isEqualTo(new Verdict(RefusalCode.EXPOSURE, Outcome.PASSED, "1150.00", "at most 1500.00"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bid,  ask,  contracts, refused
            0.24, 0.25, 2,         false
            0.23, 0.24, 2,         true
            """)
    void anOutlayBelowFiftyDollarsIsRefused(String bid, String ask, int contracts, boolean refused) {
        DecisionRecord record = decide(Proposals.tiny(), listing(bid, ask));

        assertThat(Objects.requireNonNull(record.sizing()).contracts()).isEqualTo(contracts);
        assertThat(Objects.requireNonNull(record.sizing()).binding()).isEqualTo("max_contracts_per_trade");
        assertThat(refusals(record).contains(RefusalCode.BELOW_MINIMUM)).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bid,  ask,  trades
            6.90, 7.21, true
            6.90, 7.22, false
            """)
    void aSingleContractIsBoughtWhereTheDocumentAllowsItUpToFortyPercentOfEquity(
            String bid, String ask, boolean trades) {
        DecisionRecord record = decide(Proposals.tiny().document("allow_single_contract: true"), listing(bid, ask));

        assertThat(record.decision() instanceof Decision.Trade).isEqualTo(trades);
        assertThat(refusals(record).contains(RefusalCode.CONTRACT_TOO_EXPENSIVE))
                .isEqualTo(!trades);
    }

    @Test
    void F46_anEntryWhoseExitWouldBeDueAtOnceIsInadmissible() {
        Instant now = Instant.parse("2026-04-09T19:45:00Z");
        Proposals proposal = Proposals.tiny()
                .document("last_entry_minutes_before_close_day: 5")
                .at(now);
        OptionListing listing = listing("1.45", "1.50");
        OptionListing current = new OptionListing(
                listing.contract(),
                new Quote(Money.of("1.45"), Money.of("1.50"), now, now, "indicative"),
                listing.delta(),
                listing.volume(),
                listing.openInterest(),
                true);

        Screening screening = DESK.screen(proposal.build());
        DecisionRecord record = DESK.decide(screening, new Reply.Answer<>(List.of(current)));

        assertThat(screening.passed()).isTrue();
        assertThat(refusals(record)).containsExactly(RefusalCode.NO_CONTRACT);
        assertThat(record.candidates().getFirst().verdict()).isEqualTo("END_OF_DAY would be due at once");
    }

    @Test
    void aRefusedProposalNeedsNoChainAndSaysWhatWasNotEvaluated() {
        Proposals proposal = Proposals.tiny();
        proposal.confidence = 0.6;
        proposal.volumeRatio = 1.0;

        Screening screening = DESK.screen(proposal.build());
        DecisionRecord record = DESK.refuse(screening);

        assertThat(screening.chainQuery()).isEmpty();
        assertThat(refusals(record)).containsExactly(RefusalCode.LOW_CONFIDENCE, RefusalCode.LOW_VOLUME);
        assertThat(record.verdicts())
                .filteredOn(verdict -> verdict.outcome() == Outcome.NOT_EVALUATED)
                .extracting(Verdict::code)
                .containsExactly(
                        RefusalCode.NET_DELTA,
                        RefusalCode.NO_CONTRACT,
                        RefusalCode.ILLIQUID,
                        RefusalCode.STALE_QUOTE,
                        RefusalCode.CANNOT_AFFORD,
                        RefusalCode.CONTRACT_TOO_EXPENSIVE,
                        RefusalCode.LOSS_BUDGET,
                        RefusalCode.BELOW_MINIMUM);
        assertThat(record.sizing()).isNull();
        assertThat(DESK.decide(screening, new Reply.Answer<>(List.of(listing("1.45", "1.50")))))
                .isEqualTo(record);
    }

    @Test
    void aChainNobodyCouldReadRefusesAsUnknown() {
        Screening screening = DESK.screen(Proposals.tiny().build());

        DecisionRecord unavailable = DESK.decide(screening, new Reply.Unavailable<>("time-out"));
        DecisionRecord refused = DESK.decide(screening, new Reply.Refused<>(403, 403, "no"));

        assertThat(unavailable.decision())
                .isEqualTo(new Decision.NoTrade(List.of(
                        Verdict.unknown(RefusalCode.NO_CONTRACT, "option chain: time-out", "an option chain"))));
        assertThat(verdict(refused, RefusalCode.NO_CONTRACT).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void theSameFactsGiveTheSameDecision() {
        Proposal proposal = Proposals.tiny().build();
        Reply<List<OptionListing>> chain = new Reply.Answer<>(List.of(listing("1.45", "1.50")));

        assertThat(DESK.decide(DESK.screen(proposal), chain)).isEqualTo(DESK.decide(DESK.screen(proposal), chain));
    }

    @Test
    void aSwingReadsAndBuysALaterExpiry() {
        Proposals proposal = Proposals.large();
        proposal.strategy = Strategy.SWING;

        DecisionRecord record = decide(proposal, Chains.call(14, "100", "3.00", "3.10", 0.5));

        assertThat(record.decision())
                .isInstanceOfSatisfying(
                        Decision.Trade.class,
                        trade -> assertThat(trade.contracts()).isEqualTo(3));
        assertThat(record.clientOrderId()).isEqualTo("large.s.NVDA-20260409T1431-CALL-trend1.e1");
    }

    @Test
    void F14_aRecommendationEveryRuleAllowsIsTradedForCallsAndPutsAlike() {
        Proposals puts = Proposals.tiny();
        puts.action = Action.BUY_PUT;
        puts.trendState = -1;
        OptionListing put = Chains.listing(OptionType.PUT, 1, "98.5", "1.45", "1.50", -0.4);

        assertThat(decide(Proposals.tiny(), listing("1.45", "1.50"), put).decision())
                .isInstanceOf(Decision.Trade.class);
        assertThat(decide(puts, listing("1.45", "1.50"), put).decision()).isInstanceOf(Decision.Trade.class);
    }

    @Test
    void F38_aRecordHasAnOrderIdExactlyWhenItTrades() {
        DecisionRecord trade = decide(Proposals.tiny(), listing("1.45", "1.50"));

        assertThatThrownBy(() -> new DecisionRecord(
                        trade.recommendationId(),
                        trade.tier(),
                        trade.decidedAt(),
                        trade.limitsVersion(),
                        trade.recommendation(),
                        trade.account(),
                        trade.book(),
                        trade.facts(),
                        trade.verdicts(),
                        trade.candidates(),
                        trade.sizing(),
                        trade.decision(),
                        null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static OptionListing listing(String bid, String ask) {
        return Chains.call(1, "101.5", bid, ask, 0.4);
    }

    private static DecisionRecord decide(Proposals proposal, OptionListing... listings) {
        Screening screening = DESK.screen(proposal.build());
        assertThat(screening.chainQuery()).as(screening.verdicts().toString()).isPresent();
        return DESK.decide(screening, new Reply.Answer<>(Arrays.asList(listings)));
    }

    private static List<RefusalCode> refusals(DecisionRecord record) {
        return record.verdicts().stream()
                .filter(Verdict::refuses)
                .map(Verdict::code)
                .toList();
    }

    private static Verdict verdict(DecisionRecord record, RefusalCode code) {
        return record.verdicts().stream()
                .filter(verdict -> verdict.code() == code)
                .findFirst()
                .orElseThrow();
    }
}
