package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BookView.EntryInFlight;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.EntryCommand.Alert;
import dev.opspipeline.risk.EntryCommand.Cancel;
import dev.opspipeline.risk.EntryCommand.LookUp;
import dev.opspipeline.risk.EntryCommand.Publish;
import dev.opspipeline.risk.EntryCommand.PublishFill;
import dev.opspipeline.risk.EntryCommand.Submit;
import dev.opspipeline.risk.OrderRecord.State;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@NullMarked
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EntryOrdersTest {

    private static final Instant NOW = Instant.parse("2026-04-09T14:32:30Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-04-09");
    private static final OptionContract CALL = OptionContract.parse("NVDA260410C00102000");
    private static final ClientOrderId.Entry ID = id("NVDA-20260409T1431-CALL-trend1");
    private static final Money LIMIT = Money.of("1.50");
    private static final long FRESH_FOR = 300;

    private final AccountBook book = new AccountBook(Tier.TINY);
    private final EntryOrders orders = new EntryOrders(book);

    @Test
    void F17_everyDecisionOfABurstIsInTheBookBeforeTheNext() {
        for (int burst = 1; burst <= 10; burst++) {
            orders.decided(intent(id("NVDA-" + burst)), NOW);

            assertThat(book.view(TODAY).entriesInFlight()).hasSize(burst);
            assertThat(reserved()).isEqualTo(Money.of(300).times(burst));
        }
    }

    @Test
    void nothingIsSentBeforeTheDecisionIsOnRecord() {
        orders.decided(intent(ID), NOW);

        assertThat(orders.tick(at(10))).isEmpty();
        assertThat(orders.committed(ID, NOW)).containsExactly(submit());
    }

    @Test
    void F37_aDecisionCommittedTwiceIsSentOnce() {
        orders.decided(intent(ID), NOW);

        assertThat(orders.committed(ID, NOW)).containsExactly(submit());
        assertThat(orders.committed(ID, NOW)).isEmpty();
        assertThat(orders.committed(id("NVDA-unheard-of"), NOW)).isEmpty();
    }

    @Test
    void aDecisionThatIsNotOnRecordSetsNothingAside() {
        orders.decided(intent(ID), NOW);
        orders.notCommitted(ID);

        assertThat(reserved()).isEqualTo(Money.ZERO);
        assertThat(orders.committed(ID, NOW)).isEmpty();
    }

    @Test
    void aDecisionMadeAgainSetsItsMoneyAsideAgain() {
        orders.decided(intent(ID), NOW);
        orders.notCommitted(ID);
        orders.decided(intent(ID), NOW);

        assertThat(reserved()).isEqualTo(Money.of(300));
    }

    @Test
    void F38_equalDecisionsHaveEqualIds() {
        assertThat(intent(id("NVDA-1")).order()).isEqualTo(intent(id("NVDA-1")).order());
        assertThat(intent(id("NVDA-1")).order().clientOrderId().value()).isEqualTo("tiny.d.NVDA-1.e1");
        assertThat(intent(id("NVDA-2")).order().clientOrderId()).isNotEqualTo(id("NVDA-1"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            secondsLate, sent
            299,         true
            300,         false
            301,         false
            """)
    void X54_anOrderIsSentWhileTheRecommendationIsFresh(long secondsLate, boolean sent) {
        orders.decided(intent(ID), NOW);

        List<EntryCommand> commands = orders.committed(ID, at(secondsLate));

        assertThat(commands.contains(submit())).isEqualTo(sent);
        assertThat(states(commands)).isEqualTo(sent ? List.of() : List.of(State.EXPIRED));
        assertThat(reserved()).isEqualTo(sent ? Money.of(300) : Money.ZERO);
    }

    @Test
    void anAcceptedOrderWorksAndKeepsItsMoney() {
        sent();

        List<EntryCommand> commands = orders.submitted(ID, answer(order(OrderStatus.WORKING, 0)), NOW);

        assertThat(states(commands)).containsExactly(State.WORKING);
        assertThat(reserved()).isEqualTo(Money.of(300));
        assertThat(book.view(TODAY).entriesToday()).hasSize(1);
    }

    @Test
    void X07_aRefusedOrderIsOverAndItsMoneyFree() {
        sent();

        List<EntryCommand> commands =
                orders.submitted(ID, new Reply.Refused<>(403, 40310000, "insufficient buying power"), NOW);

        assertThat(states(commands)).containsExactly(State.REJECTED);
        assertThat(commands).hasSize(1);
        assertThat(reserved()).isEqualTo(Money.ZERO);
        assertThat(orders.tick(at(60))).isEmpty();
    }

    @Test
    void X06_anIdSentBeforeIsLookedUpAndAdopted() {
        sent();

        assertThat(orders.submitted(ID, new Reply.Refused<>(422, 40010001, "must be unique"), NOW))
                .containsExactly(new LookUp(ID));
        assertThat(reserved()).isEqualTo(Money.of(300));

        assertThat(states(orders.lookedUp(ID, answer(order(OrderStatus.WORKING, 0)), NOW)))
                .containsExactly(State.WORKING);
        assertThat(orders.unknown()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"40010001, asset is not active", "42210000, client_order_id must be unique"})
    void X06_aRefusalThatOnlyLooksLikeADuplicateIsFinalAndNeverSentAgain(long code, String message) {
        sent();
        orders.submitted(ID, new Reply.Refused<>(422, code, message), NOW);
        Reply<BrokerOrder> unknown = new Reply.Refused<>(404, 40410000, "order not found");

        assertThat(orders.lookedUp(ID, unknown, at(1))).as("too early to tell").isEmpty();
        assertThat(orders.tick(at(5))).containsExactly(new LookUp(ID));
        assertThat(orders.lookedUp(ID, unknown, at(5))).containsExactly(new LookUp(ID));

        assertThat(states(orders.lookedUp(ID, unknown, at(5)))).containsExactly(State.REJECTED);
        assertThat(reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void anOrderForbiddenAtTheLastMomentIsSettledAndItsMoneyIsFree() {
        sent();

        List<EntryCommand> commands = orders.withheld(ID, "trading is stopped", NOW);

        assertThat(states(commands)).containsExactly(State.EXPIRED);
        assertThat(reserved()).isEqualTo(Money.ZERO);
        assertThat(orders.tick(at(60))).isEmpty();
        assertThat(orders.withheld(ID, "once more", NOW)).isEmpty();
    }

    @Test
    void X01_anOrderWhoseAnswerIsLostIsUnknownThenLookedUpThenAdopted() {
        sent();

        List<EntryCommand> commands = orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW);

        assertThat(states(commands)).containsExactly(State.UNKNOWN);
        assertThat(commands).endsWith(new LookUp(ID));
        assertThat(orders.unknown()).isEqualTo(1);
        assertThat(reserved()).isEqualTo(Money.of(300));

        assertThat(states(orders.lookedUp(ID, answer(order(OrderStatus.WORKING, 0)), NOW)))
                .containsExactly(State.WORKING);
        assertThat(orders.unknown()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"504 after the broker took it", "cannot read the answer"})
    void X03_X05_noAnswerSendsAnOrderAgainByItself(String why) {
        sent();

        assertThat(orders.submitted(ID, new Reply.Unavailable<>(why), NOW))
                .noneMatch(Submit.class::isInstance)
                .contains(new LookUp(ID));
        assertThat(reserved()).isEqualTo(Money.of(300));
    }

    @Test
    void anUnknownOrderIsAskedForOnEveryTickButNotWhileAQuestionIsOpen() {
        sent();
        orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW);

        assertThat(orders.tick(at(5))).as("a question is open").isEmpty();
        assertThat(orders.lookedUp(ID, new Reply.Unavailable<>("still nothing"), at(5)))
                .isEmpty();
        assertThat(orders.tick(at(10))).containsExactly(new LookUp(ID));
        assertThat(orders.tick(at(15))).as("a question is open").isEmpty();
        assertThat(reserved()).isEqualTo(Money.of(300));
    }

    @Test
    void X02_notFoundInsideTheProtectionWindowCountsForNothingAndIsAskedAgain() {
        sent();
        orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW);

        for (int i = 0; i < 5; i++) {
            assertThat(orders.lookedUp(ID, notFound(), at(4))).isEmpty();
            assertThat(orders.tick(at(4))).containsExactly(new LookUp(ID));
        }

        assertThat(orders.lookedUp(ID, notFound(), at(5)))
                .as("the first that counts")
                .containsExactly(new LookUp(ID));
        assertThat(orders.lookedUp(ID, notFound(), at(5))).as("the second").containsExactly(submitLate());
        assertThat(reserved()).isEqualTo(Money.of(300));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            secondsLate, sentAgain
            6,           true
            299,         true
            300,         false
            301,         false
            """)
    void X02_notFoundTwiceItIsSentAgainUnderTheSameIdWhileFresh(long secondsLate, boolean sentAgain) {
        sent();
        orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW);

        orders.lookedUp(ID, notFound(), at(secondsLate));
        List<EntryCommand> commands = orders.lookedUp(ID, notFound(), at(secondsLate));

        assertThat(commands.contains(submitLate())).isEqualTo(sentAgain);
        assertThat(states(commands)).isEqualTo(sentAgain ? List.of() : List.of(State.EXPIRED));
        assertThat(reserved()).isEqualTo(sentAgain ? Money.of(300) : Money.ZERO);
    }

    @Test
    void whatWasSentAgainIsProtectedAgain() {
        sent();
        orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW);
        orders.lookedUp(ID, notFound(), at(10));
        orders.lookedUp(ID, notFound(), at(10));
        orders.submitted(ID, new Reply.Unavailable<>("timed out again"), at(10));

        assertThat(orders.lookedUp(ID, notFound(), at(14))).isEmpty();
        assertThat(orders.lookedUp(ID, notFound(), at(15))).containsExactly(new LookUp(ID));
    }

    @Test
    void X63_anIntentFoundOnRecordIsLookedUpBeforeAnythingIsSent() {
        assertThat(orders.recovered(intent(ID), at(20))).containsExactly(new LookUp(ID));
        assertThat(orders.recovered(intent(ID), at(20))).isEmpty();
        assertThat(orders.committed(ID, at(20))).isEmpty();
        assertThat(reserved()).isEqualTo(Money.of(300));
    }

    @Test
    void X63_theDeadOnesLastOrderMayStillBeOnItsWay() {
        orders.recovered(intent(ID), at(20));

        assertThat(orders.lookedUp(ID, notFound(), at(24))).isEmpty();
        orders.tick(at(25));
        assertThat(orders.lookedUp(ID, notFound(), at(25))).containsExactly(new LookUp(ID));
        assertThat(orders.lookedUp(ID, notFound(), at(25))).containsExactly(submitLate());
    }

    @Test
    void X15_aFillBeforeTheAnswerCountsOnce() {
        sent();
        TradeUpdate update = fill("x1", 2, order(OrderStatus.FILLED, 2));

        List<EntryCommand> commands = told(update);

        assertThat(commands)
                .contains(new PublishFill(new EntryFill(
                        "x1",
                        ID.recommendation(),
                        ID.value(),
                        CALL,
                        2,
                        Money.of("1.45"),
                        Strategy.DAY,
                        NOW,
                        Money.of(1804),
                        Money.of(300))));
        assertThat(states(commands)).containsExactly(State.FILLED);
        assertThat(orders.submitted(ID, answer(order(OrderStatus.WORKING, 0)), NOW))
                .as("the late answer")
                .isEmpty();
        assertThat(book.held(CALL)).isEqualTo(2);
        assertThat(reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void X15_aPartialFillBeforeALostAnswerNeedsNoQuestion() {
        sent();
        told(fill("x1", 1, order(OrderStatus.PARTIALLY_FILLED, 1)));

        assertThat(orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW))
                .isEmpty();
        assertThat(orders.unknown()).isZero();
        assertThat(reserved()).isEqualTo(Money.of(150));
    }

    @Test
    void X15_aRefusalOfAnOrderTheStreamKnowsIsNotBelieved() {
        sent();
        told(fill("x1", 1, order(OrderStatus.PARTIALLY_FILLED, 1)));

        assertThat(orders.submitted(ID, new Reply.Refused<>(403, 40310000, "?"), NOW))
                .containsExactly(new LookUp(ID));
        assertThat(reserved()).isEqualTo(Money.of(150));
    }

    @Test
    void X16_aFillToldTwiceIsPublishedOnce() {
        sent();
        TradeUpdate update = fill("x1", 1, order(OrderStatus.PARTIALLY_FILLED, 1));

        assertThat(told(update)).hasSize(2);
        assertThat(told(update)).isEmpty();
        assertThat(book.held(CALL)).isEqualTo(1);
    }

    @Test
    void X13_aPartialFillThenCanceledKeepsWhatWasBought() {
        working();
        told(fill("x1", 1, order(OrderStatus.PARTIALLY_FILLED, 1)));

        assertThat(states(told(new TradeUpdate(order(OrderStatus.CANCELED, 1), null, NOW))))
                .containsExactly(State.CANCELED);
        assertThat(book.held(CALL)).isEqualTo(1);
        assertThat(reserved()).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource(
            value = OrderStatus.class,
            names = {"CANCELED", "REJECTED", "EXPIRED", "FILLED"})
    void aLateAnswerAfterTheEndIsIgnored(OrderStatus end) {
        working();
        told(new TradeUpdate(order(end, end == OrderStatus.FILLED ? 2 : 0), null, NOW));

        assertThat(orders.lookedUp(ID, answer(order(OrderStatus.WORKING, 0)), at(1)))
                .isEmpty();
        assertThat(orders.lookedUp(ID, notFound(), at(10))).isEmpty();
        assertThat(orders.submitted(ID, new Reply.Unavailable<>("late"), at(1))).isEmpty();
        assertThat(told(new TradeUpdate(order(end, end == OrderStatus.FILLED ? 2 : 0), null, NOW)))
                .isEmpty();
        assertThat(orders.tick(at(600))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            seconds, canceled
            59,      false
            60,      true
            61,      true
            """)
    void anOrderRestsForSixtySecondsAndNotASecondLess(long seconds, boolean canceled) {
        working();

        assertThat(orders.tick(at(seconds)))
                .isEqualTo(canceled ? List.of(new Cancel(ID, "broker-1")) : List.<EntryCommand>of());
    }

    @Test
    void aCancelIsAskedForAgainTenSecondsLater() {
        working();
        orders.tick(at(60));

        assertThat(orders.tick(at(69))).isEmpty();
        assertThat(orders.tick(at(70))).containsExactly(new Cancel(ID, "broker-1"));
    }

    @Test
    void anOrderAliveAfterItWasGivenUpIsAdoptedWithAnAlert() {
        sent();
        orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW);
        orders.lookedUp(ID, notFound(), at(300));
        orders.lookedUp(ID, notFound(), at(300));
        assertThat(reserved()).as("given up").isEqualTo(Money.ZERO);

        List<EntryCommand> commands = told(new TradeUpdate(order(OrderStatus.WORKING, 0), null, at(301)));

        assertThat(commands)
                .anyMatch(command ->
                        command instanceof Alert alert && alert.event().equals("order.alive_after_expiry"));
        assertThat(states(commands)).containsExactly(State.WORKING);
        assertThat(reserved()).as("exposure again").isEqualTo(Money.of(300));
        assertThat(orders.tick(at(301))).containsExactly(new Cancel(ID, "broker-1"));
    }

    @Test
    void anOrderTheBrokerExpiredIsNotAliveAgain() {
        working();
        told(new TradeUpdate(order(OrderStatus.EXPIRED, 0), null, at(5)));

        assertThat(told(new TradeUpdate(order(OrderStatus.EXPIRED, 0), null, at(6))))
                .isEmpty();
    }

    @Test
    void aConfirmedOrderThatIsNotFoundIsNeverSentAgain() {
        working();
        orders.listed(List.of(), at(10));

        for (int i = 0; i < 3; i++) {
            assertThat(orders.lookedUp(ID, notFound(), at(20))).allMatch(Alert.class::isInstance);
        }
        assertThat(reserved()).isEqualTo(Money.of(300));
    }

    @Test
    void X28_anOrderThatLeftTheBrokersListIsLookedUpAndItsEndFound() {
        working();

        assertThat(orders.listed(List.of(), at(10))).containsExactly(new LookUp(ID));
        assertThat(orders.listed(List.of(), at(20))).as("a question is open").isEmpty();
        assertThat(states(orders.lookedUp(ID, answer(order(OrderStatus.CANCELED, 0)), at(20))))
                .containsExactly(State.CANCELED);
        assertThat(reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void X28_anUnknownOrderInTheBrokersListIsAdopted() {
        sent();
        orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW);

        assertThat(states(orders.listed(List.of(order(OrderStatus.WORKING, 0)), at(2))))
                .containsExactly(State.WORKING);
        assertThat(orders.listed(List.of(order(OrderStatus.WORKING, 0)), at(12)))
                .as("nothing new")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            clientOrderId,                 status,   seconds, canceled
            tiny.d.NVDA-forgotten.e1,      WORKING,  59,      false
            tiny.d.NVDA-forgotten.e1,      WORKING,  60,      true
            tiny.d.NVDA-forgotten.e1,      CANCELED, 60,      false
            tiny.x.NVDA260410C00102000-1.1, WORKING, 60,      false
            placed by hand,                WORKING,  60,      false
            """)
    void anEntryNobodyFollowsMayNotRestForEver(
            String clientOrderId, OrderStatus status, long seconds, boolean canceled) {
        BrokerOrder stray = order(clientOrderId, status, 0);

        List<EntryCommand> commands = orders.listed(List.of(stray), at(seconds));

        assertThat(commands.stream().anyMatch(Cancel.class::isInstance)).isEqualTo(canceled);
        assertThat(commands).hasSize(canceled ? 2 : 0);
        assertThat(orders.listed(List.of(stray), at(seconds)))
                .as("one alert is enough")
                .hasSize(canceled ? 1 : 0);
    }

    @Test
    void X28_moneyForAnUnknownOrderSurvivesARebuild() {
        sent();
        orders.submitted(ID, new Reply.Unavailable<>("timed out"), NOW);

        book.rebuild(List.of(), List.of(), at(3));

        assertThat(reserved()).isEqualTo(Money.of(300));
    }

    @Test
    void X28_anOrderRebuiltAsFilledIsHeldAndNoLongerSetAside() {
        working();

        book.rebuild(
                List.of(new HeldPosition(CALL, 2, Money.of("1.45"), null)),
                List.of(order(OrderStatus.FILLED, 2)),
                at(10));
        List<EntryCommand> commands = orders.listed(List.of(order(OrderStatus.FILLED, 2)), at(10));

        assertThat(states(commands)).containsExactly(State.FILLED);
        assertThat(book.held(CALL)).isEqualTo(2);
        assertThat(reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void settledOrdersAreForgottenAndLiveOnesAreNot() {
        working();
        ClientOrderId.Entry over = id("AMD-over");
        orders.decided(intent(over), NOW);
        orders.committed(over, NOW);
        orders.submitted(over, new Reply.Refused<>(403, 40310000, "no"), NOW);

        orders.forgetSettledBefore(at(FRESH_FOR + 1));

        assertThat(orders.recovered(intent(over), NOW)).as("forgotten").isNotEmpty();
        assertThat(orders.recovered(intent(ID), NOW)).as("remembered").isEmpty();
    }

    private void sent() {
        orders.decided(intent(ID), NOW);
        orders.committed(ID, NOW);
    }

    private void working() {
        sent();
        orders.submitted(ID, answer(order(OrderStatus.WORKING, 0)), NOW);
    }

    /** As the dispatcher does it: the book hears it first. */
    private List<EntryCommand> told(TradeUpdate update) {
        var applied = book.apply(update);
        return orders.updated(update, applied.execution().orElse(null), update.at());
    }

    private Money reserved() {
        return book.view(TODAY).entriesInFlight().stream()
                .map(EntryInFlight::reserved)
                .reduce(Money.ZERO, Money::plus);
    }

    private static List<State> states(List<EntryCommand> commands) {
        return commands.stream()
                .filter(Publish.class::isInstance)
                .map(command -> ((Publish) command).step().state())
                .toList();
    }

    private static Instant at(long seconds) {
        return NOW.plusSeconds(seconds);
    }

    private static ClientOrderId.Entry id(String recommendation) {
        return new ClientOrderId.Entry(Tier.TINY, Strategy.DAY, new RecommendationId(recommendation), 1);
    }

    private static EntryIntent intent(ClientOrderId.Entry id) {
        ExitPlan plan = new ExitPlan(
                Strategy.DAY,
                LIMIT,
                NOW,
                Money.of("0.75"),
                Money.of("3.00"),
                null,
                at(3600),
                at(7200),
                null,
                at(7200),
                ExitPlan.Origin.FROZEN_AT_ENTRY);
        return new EntryIntent(id, new Decision.Trade(CALL, 2, LIMIT, plan), Money.of(1804), at(FRESH_FOR));
    }

    private static Submit submit() {
        return new Submit(ID, new OrderRequest(ID, CALL, PositionIntent.BUY_TO_OPEN, 2, LIMIT), false);
    }

    private static Submit submitLate() {
        return new Submit(ID, submit().order(), true);
    }

    private static Reply<BrokerOrder> answer(BrokerOrder order) {
        return new Reply.Answer<>(order);
    }

    private static Reply<BrokerOrder> notFound() {
        return new Reply.Refused<>(404, 40410000, "order not found");
    }

    private static TradeUpdate fill(String execution, int quantity, BrokerOrder order) {
        return new TradeUpdate(order, new TradeUpdate.Execution(execution, quantity, Money.of("1.45"), null), NOW);
    }

    private static BrokerOrder order(OrderStatus status, int filled) {
        return order(ID.value(), status, filled);
    }

    private static BrokerOrder order(String clientOrderId, OrderStatus status, int filled) {
        @Nullable Money average = filled == 0 ? null : Money.of("1.45");
        return new BrokerOrder("broker-1", clientOrderId, CALL, Side.BUY, 2, filled, average, LIMIT, status, NOW, null);
    }
}
