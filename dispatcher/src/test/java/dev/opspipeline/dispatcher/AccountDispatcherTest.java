package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BookView;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.dispatcher.FakeExchange.Mail;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord.State;
import dev.opspipeline.risk.RefusalCode;
import dev.opspipeline.risk.Verdict;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccountDispatcherTest {

    private static final Duration STEP = Duration.ofSeconds(5);

    private final HandMovedClock clock = new HandMovedClock(Signals.NOW);
    private final FakeExchange exchange = new FakeExchange(clock::now);
    private final RecordingJournal journal = new RecordingJournal();
    private final List<DecisionRecord> onRecord = new ArrayList<>();
    private final TradingPost post = new TradingPost("post", clock, exchange, journal, Checkpoint.Observer.NONE);

    @BeforeEach
    void opens() {
        post.opened();
        recover();
    }

    @AfterEach
    void closes() {
        post.close();
    }

    @Test
    void aRecommendationBecomesOneDecisionAndOneOrder() {
        DecisionRecord decision = decide("NVDA").getFirst();

        assertThat(refusals(decision)).isEmpty();
        assertThat(decision.clientOrderId()).isEqualTo("large.d.NVDA-20260409T1431-CALL-trend1.e1");
        assertThat(exchange.all()).singleElement().satisfies(order -> {
            assertThat(order.clientOrderId()).isEqualTo(decision.clientOrderId());
            assertThat(order.quantity()).isEqualTo(3);
        });
        assertThat(journal.states()).containsExactly(State.WORKING);
    }

    @Test
    void F37_X46_aRecommendationSeenAgainIsNotDecidedAgain() {
        Recommendation recommendation = Signals.call("NVDA", clock.now());

        assertThat(handle(List.of(recommendation, recommendation))).isTrue();
        assertThat(handle(List.of(recommendation))).isTrue();

        assertThat(onRecord).hasSize(1);
        assertThat(exchange.posts(id(onRecord.getFirst()))).isEqualTo(1);
    }

    @Test
    void F37_aRecommendationDecidedBeforeTheRestartIsNotDecidedAgain() {
        Recommendation recommendation = Signals.call("NVDA", clock.now());
        handle(List.of(recommendation));

        recover();
        handle(List.of(recommendation));

        assertThat(onRecord).hasSize(1);
    }

    @Test
    void F17_aBurstMeetsTheSameLimitsAsTheSameSignalsOneByOne() {
        List<Recommendation> burst = Stream.of(
                        "NVDA", "AMD", "TSLA", "AAPL", "MSFT", "META", "AMZN", "GOOG", "NFLX", "ORCL")
                .map(symbol -> Signals.call(symbol, clock.now()))
                .toList();

        handle(burst);

        assertThat(onRecord).hasSize(10);
        assertThat(onRecord.stream().filter(decision -> decision.decision() instanceof Decision.Trade))
                .hasSize(5);
        assertThat(refusals(onRecord.getLast())).contains(RefusalCode.POSITION_LIMIT);
        assertThat(onRecord.getLast().book().entriesInFlight()).hasSize(5);
        assertThat(exchange.all()).hasSize(5);
    }

    @Test
    void whatIsCertainlyNotOnRecordIsNeitherSentNorSetAside() {
        assertThat(handle(List.of(Signals.call("NVDA", clock.now())), DecisionLog.Outcome.NOT_COMMITTED))
                .isFalse();
        assertThat(exchange.all()).isEmpty();

        assertThat(decide("AMD").getFirst().book().entriesInFlight()).isEmpty();
    }

    @Test
    void whatIsPerhapsOnRecordIsNotSentBeforeTheRecordWasRead() {
        assertThat(handle(List.of(Signals.call("NVDA", clock.now())), DecisionLog.Outcome.UNKNOWN))
                .isFalse();
        assertThat(exchange.all()).isEmpty();

        recover();
        post.pass(STEP.multipliedBy(2));

        assertThat(exchange.all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            mail,            posts
            ANSWER_IS_LOST,  1
            REQUEST_IS_LOST, 2
            """)
    void X01_X02_anOrderOfUnknownFateBecomesOneOrder(Mail mail, int posts) {
        exchange.next(mail);
        DecisionRecord decision = decide("NVDA").getFirst();
        assertThat(decide("AMD").getFirst().book().entriesInFlight())
                .as("its money stays set aside")
                .hasSize(1);

        for (int step = 0; step < 4; step++) {
            post.pass(STEP);
        }

        assertThat(exchange.posts(id(decision))).isEqualTo(posts);
        assertThat(exchange.all()).hasSize(2);
        assertThat(journal.states()).startsWith(State.UNKNOWN).contains(State.WORKING);
    }

    @Test
    void X28_anOrderEndedWhileTheStreamWasAwayIsSettled() {
        DecisionRecord decision = decide("NVDA").getFirst();
        exchange.end(id(decision), OrderStatus.CANCELED);

        post.pass(Duration.ofSeconds(10));

        assertThat(journal.states()).containsExactly(State.WORKING, State.CANCELED);
        assertThat(decide("AMD").getFirst().book().entriesInFlight()).isEmpty();
    }

    @Test
    void X28_aFillMissedByTheStreamIsFoundOnReconnecting() {
        DecisionRecord decision = decide("NVDA").getFirst();
        exchange.fill(id(decision), 3);

        post.onThread(post.dispatcher::streamConnected);

        assertThat(journal.states()).containsExactly(State.WORKING, State.FILLED);
        BookView book = decide("AMD").getFirst().book();
        assertThat(book.entriesInFlight()).isEmpty();
        assertThat(book.positions())
                .singleElement()
                .satisfies(position -> assertThat(position.quantity()).isEqualTo(3));
    }

    @Test
    void X28_theBookOfAnUnknownOrderSurvivesAReconnectOfTheStream() {
        exchange.next(Mail.REQUEST_IS_LOST);
        decide("NVDA");

        post.onThread(post.dispatcher::streamConnected);

        assertThat(decide("AMD").getFirst().book().entriesInFlight()).hasSize(1);
    }

    @Test
    void ordersAreReadBeforePositionsSoThatAFillInBetweenIsNeverInNeither() {
        post.pass(Duration.ofSeconds(10));

        List<String> lists = exchange.requests().stream()
                .filter(request -> request.contains("orders") || request.equals("positions"))
                .toList();
        assertThat(lists).containsExactly("orders of the day", "positions", "open orders", "positions");
    }

    @Test
    void anOrderIsCanceledWhenItRestedForSixtySeconds() {
        DecisionRecord decision = decide("NVDA").getFirst();

        post.pass(Duration.ofSeconds(59));
        assertThat(exchange.requests()).doesNotContain("cancel");
        post.pass(Duration.ofSeconds(1));

        assertThat(exchange.all()).first().satisfies(order -> {
            assertThat(order.clientOrderId()).isEqualTo(decision.clientOrderId());
            assertThat(order.status()).isEqualTo(OrderStatus.CANCELED);
        });
    }

    @Test
    void anEntryThatNobodyRemembersIsCanceledAndSaid() {
        exchange.rests(
                new ClientOrderId.Entry(TradingPost.TIER, Strategy.DAY, new RecommendationId("NVDA-forgotten"), 1),
                OptionContract.parse("NVDA260410C00101500"),
                1);

        clock.advance(Duration.ofSeconds(61));
        recover();

        assertThat(exchange.all())
                .singleElement()
                .satisfies(order -> assertThat(order.status()).isEqualTo(OrderStatus.CANCELED));
        assertThat(journal.audits).anyMatch(audit -> audit.startsWith("order.stray"));
    }

    @Test
    void aBrokerThatCannotBeReadRefusesByNameAndTradesAgainWhenItCan() {
        exchange.down(true);
        recover();

        assertThat(refusals(decide("NVDA").getFirst())).contains(RefusalCode.ACCOUNT_UNKNOWN);

        exchange.down(false);
        post.pass(Duration.ofSeconds(10));
        assertThat(refusals(decide("AMD").getFirst())).isEmpty();
    }

    @Test
    void X63_anIntentIsFollowedUpOnceTheBrokerCanBeReadAgain() {
        handle(List.of(Signals.call("NVDA", clock.now())), DecisionLog.Outcome.UNKNOWN);
        exchange.down(true);
        recover();
        post.pass(STEP);
        exchange.down(false);

        post.pass(STEP);
        post.pass(STEP);

        assertThat(exchange.all()).hasSize(1);
        assertThat(decide("AMD").getFirst().book().entriesInFlight()).hasSize(1);
    }

    @Test
    void X07_aRefusedOrderIsSaidAndItsMoneyIsFree() {
        exchange.refuseOrders(new Reply.Refused<>(403, 40310000, "insufficient buying power"));
        decide("NVDA");
        exchange.refuseOrders(null);

        assertThat(journal.states()).containsExactly(State.REJECTED);
        post.pass(STEP);
        assertThat(exchange.requests().stream().filter("submit"::equals)).hasSize(1);
        assertThat(decide("AMD").getFirst().book().entriesInFlight()).isEmpty();
    }

    @Test
    void X49_whoStandsByAsksTheBrokerForNothing() {
        exchange.next(Mail.REQUEST_IS_LOST);
        decide("NVDA");
        post.onThread(post.dispatcher::standBy);
        int before = exchange.requests().size();

        for (int step = 0; step < 5; step++) {
            post.pass(STEP);
        }

        assertThat(exchange.requests()).hasSize(before);
    }

    @Test
    void X49_anAnswerToAnEarlierLifeSendsNothing() {
        exchange.next(Mail.REQUEST_IS_LOST);
        post.onThread(() -> {
            handleOnThread(List.of(Signals.call("NVDA", clock.now())), DecisionLog.Outcome.COMMITTED);
            // The answer is on its way back to this thread, and the partition is gone before it arrives.
            post.dispatcher.standBy();
        });

        assertThat(exchange.requests()).doesNotContain("look up");
    }

    @Test
    void X58_aLowerLimitActsOnTheVeryNextDecisionAndABadOneChangesNothing() {
        assertThat(contracts(decide("NVDA").getFirst())).isEqualTo(3);

        offer(
                TradingPost.DOCUMENT.replace("\"account_tier\"", "\"max_contracts_per_trade\": 2, \"account_tier\""),
                "2");
        DecisionRecord lower = decide("AMD").getFirst();
        assertThat(contracts(lower)).isEqualTo(2);
        assertThat(lower.limitsVersion()).isEqualTo("2");

        offer("max_contracts_per_trade: 9", "3");
        DecisionRecord kept = decide("TSLA").getFirst();
        assertThat(contracts(kept)).isEqualTo(2);
        assertThat(kept.limitsVersion()).isEqualTo("2");
    }

    @Test
    void F03_withoutLimitsNothingIsBought() {
        try (TradingPost bare = new TradingPost("bare", clock, exchange, journal, Checkpoint.Observer.NONE)) {
            bare.loop.start();
            bare.onThread(() -> bare.exitManager.heard(Clock.systemUTC().instant()));
            bare.onThread(() -> bare.dispatcher.recover(History.of(List.of(), Set.of())));
            bare.onThread(() -> bare.limits.missing(null, Clock.systemUTC().instant()));
            List<DecisionRecord> decisions = new ArrayList<>();

            bare.onThread(() ->
                    bare.dispatcher.handle(List.of(Signals.call("NVDA", clock.now())), (made, handled, written) -> {
                        decisions.addAll(made);
                        return DecisionLog.Outcome.COMMITTED;
                    }));

            assertThat(refusals(decisions.getFirst())).contains(RefusalCode.CONFIG_NOT_LOADED);
            assertThat(exchange.all()).isEmpty();
        }
    }

    private void recover() {
        List<DecisionRecord> decisions = List.copyOf(onRecord);
        Set<String> settled = Set.copyOf(journal.orders.stream()
                .filter(step -> step.state().isTerminal())
                .map(step -> step.clientOrderId())
                .toList());
        post.onThread(() -> post.dispatcher.recover(History.of(decisions, settled)));
    }

    private List<DecisionRecord> decide(String symbol) {
        int before = onRecord.size();
        handle(List.of(Signals.call(symbol, clock.now())));
        return onRecord.subList(before, onRecord.size());
    }

    private boolean handle(List<Recommendation> batch) {
        return handle(batch, DecisionLog.Outcome.COMMITTED);
    }

    private boolean handle(List<Recommendation> batch, DecisionLog.Outcome outcome) {
        boolean result = post.ask(() -> handleOnThread(batch, outcome));
        post.settle();
        return result;
    }

    private boolean handleOnThread(List<Recommendation> batch, DecisionLog.Outcome outcome) {
        return post.dispatcher.handle(batch, (decisions, handled, written) -> {
            written.run();
            if (outcome != DecisionLog.Outcome.NOT_COMMITTED) {
                onRecord.addAll(decisions);
            }
            return outcome;
        });
    }

    private void offer(String document, String version) {
        Instant wallNow = Clock.systemUTC().instant();
        post.onThread(
                () -> post.limits.offered(TradingPost.stored(document, Long.parseLong(version), wallNow), wallNow));
    }

    private static String id(DecisionRecord decision) {
        return Objects.requireNonNull(decision.clientOrderId());
    }

    private static int contracts(DecisionRecord decision) {
        return decision.decision() instanceof Decision.Trade trade ? trade.contracts() : 0;
    }

    private static List<RefusalCode> refusals(DecisionRecord decision) {
        return decision.decision() instanceof Decision.NoTrade none
                ? none.refusals().stream().map(Verdict::code).toList()
                : List.of();
    }
}
