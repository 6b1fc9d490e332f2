package dev.opspipeline.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BookView.AcceptedEntry;
import dev.opspipeline.account.BookView.EntryInFlight;
import dev.opspipeline.account.BookView.OpenPosition;
import dev.opspipeline.account.TradeUpdate.Execution;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class AccountBookTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-04-09");
    private static final OptionContract CALL = OptionContract.parse("NVDA260410C00190000");
    private static final OptionContract PUT = OptionContract.parse("AMD260410P00150000");
    private static final ClientOrderId.Entry ENTRY = entry("NVDA-20260409T1600-CALL-trend1");

    private final AccountBook book = new AccountBook(Tier.TINY);
    private int executions;

    @Test
    void F17_aReservationCountsBeforeTheBrokerHasHeardOfIt() {
        book.reserve(reservation(ENTRY, CALL, 2, "300"));

        assertThat(book.view(TODAY).entriesInFlight())
                .containsExactly(new EntryInFlight(ENTRY.recommendation(), CALL, 2, Money.of(300)));
    }

    @Test
    void reservingAgainSetsNothingElseAside() {
        book.reserve(reservation(ENTRY, CALL, 2, "300"));
        book.reserve(reservation(ENTRY, CALL, 2, "300"));

        assertThat(reserved()).isEqualTo(Money.of(300));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            filled, held, reserved, cost
            0,      0,    300.00,   0.00
            1,      1,    200.00,   95.00
            2,      2,    100.00,   190.00
            3,      3,    0.00,     285.00
            """)
    void F35_fillsTurnTheReservationIntoHeldExposureProRata(int filled, int held, String reserved, String cost) {
        book.reserve(reservation(ENTRY, CALL, 3, "300"));
        BrokerOrder order = order(ENTRY.value(), CALL, Side.BUY, 3, "1.00");
        for (int units = 1; units <= filled; units++) {
            book.apply(fill(order, units, 1, "0.95", NOON));
        }

        assertThat(book.held(CALL)).isEqualTo(held);
        assertThat(reserved()).isEqualTo(Money.of(reserved));
        assertThat(costs()).isEqualTo(Money.of(cost));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELED", "REJECTED", "EXPIRED"})
    void X12_whatIsNotFilledIsFreeWhenTheOrderEnds(OrderStatus end) {
        book.reserve(reservation(ENTRY, CALL, 2, "300"));
        BrokerOrder order = order(ENTRY.value(), CALL, Side.BUY, 2, "1.50");
        book.apply(update(order, NOON));
        book.apply(update(with(order, end, 0), NOON.plusSeconds(5)));

        assertThat(reserved()).isEqualTo(Money.ZERO);
        assertThat(book.view(TODAY).entriesToday())
                .as("the cooldowns still count from the acceptance")
                .extracting(AcceptedEntry::filled)
                .containsExactly(false);
    }

    @Test
    void X13_partialFillThenCancelLeavesTheFilledQuantity() {
        book.reserve(reservation(ENTRY, CALL, 3, "450"));
        BrokerOrder order = order(ENTRY.value(), CALL, Side.BUY, 3, "1.50");
        book.apply(fill(order, 1, 1, "1.50", NOON));
        book.apply(update(with(order, OrderStatus.CANCELED, 1), NOON.plusSeconds(60)));

        assertThat(book.held(CALL)).isEqualTo(1);
        assertThat(reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void releasedMoneyIsFreeAndALateFillStillCounts() {
        book.reserve(reservation(ENTRY, CALL, 1, "150"));
        book.release(ENTRY);
        assertThat(reserved()).isEqualTo(Money.ZERO);

        book.apply(fill(order(ENTRY.value(), CALL, Side.BUY, 1, "1.50"), 1, 1, "1.50", NOON));
        assertThat(book.held(CALL)).isEqualTo(1);
    }

    @Test
    void X15_aFillBeforeItsAckCountsOnceAndTheAckTakesNothingBack() {
        BrokerOrder order = order(ENTRY.value(), CALL, Side.BUY, 1, "1.50");
        book.reserve(reservation(ENTRY, CALL, 1, "150"));
        book.apply(fill(order, 1, 1, "1.45", NOON));
        book.apply(order, NOON.plusSeconds(1));

        assertThat(book.held(CALL)).isEqualTo(1);
        assertThat(book.view(TODAY).entriesInFlight()).isEmpty();
        assertThat(book.order(ENTRY.value()))
                .get()
                .extracting(BrokerOrder::status, BrokerOrder::filledQuantity)
                .containsExactly(OrderStatus.FILLED, 1);
    }

    @Test
    void X16_theSameExecutionCountsOnce() {
        TradeUpdate fill = fill(order(ENTRY.value(), CALL, Side.BUY, 1, "1.50"), 1, 1, "1.45", NOON);

        assertThat(book.apply(fill).execution()).isPresent();
        assertThat(book.apply(fill).execution()).isEmpty();
        assertThat(book.held(CALL)).isEqualTo(1);
    }

    @Test
    void X18_anOverfillIsAdoptedAndSaid() {
        BrokerOrder order = order(ENTRY.value(), CALL, Side.BUY, 2, "1.50");
        assertThat(book.apply(fill(order, 2, 2, "1.45", NOON)).differences()).isEmpty();

        assertThat(book.apply(fill(order, 3, 1, "1.45", NOON)).differences())
                .containsExactly(new Difference(Difference.Kind.OVERFILL, CALL, ENTRY.value(), 2, 3));
        assertThat(book.held(CALL)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void F34_anyOrderOfTheSameMessagesGivesTheSameSignedSum(long seed) {
        BrokerOrder buy = order("by-hand-1", CALL, Side.BUY, 3, "2.00");
        BrokerOrder sell = order("tiny.x." + CALL + "-external.1", CALL, Side.SELL, 2, null);
        List<TradeUpdate> updates = new ArrayList<>(List.of(
                update(buy, NOON),
                fill(buy, 1, 1, "2.00", NOON),
                fill(buy, 3, 2, "2.00", NOON),
                update(sell, NOON),
                fill(sell, 1, 1, "2.50", NOON),
                fill(sell, 2, 1, "2.40", NOON)));
        updates.addAll(List.copyOf(updates));
        Collections.shuffle(updates, new Random(seed));

        updates.forEach(book::apply);

        assertThat(book.held(CALL)).isEqualTo(1);
        assertThat(book.selling(CALL)).isZero();
        assertThat(book.view(TODAY).entriesInFlight()).isEmpty();
    }

    @Test
    void F15_afterManyFillsTheBookReportsThemAll() {
        for (int i = 1; i <= 11; i++) {
            OptionContract contract = OptionContract.parse("NVDA260410C%05d000".formatted(100 + i));
            book.apply(fill(order("hand-" + i, contract, Side.BUY, 1, "9.00"), 1, 1, "9.00", NOON));
        }

        assertThat(book.view(TODAY).positions()).hasSize(11);
        assertThat(costs()).isEqualTo(Money.of(9_900));
    }

    @Test
    void aWorkingSellIsCountedAsSellingUntilItIsExecuted() {
        book.rebuild(List.of(held(CALL, 3, "1.00")), List.of(), NOON);
        BrokerOrder sell = order("by-hand", CALL, Side.SELL, 2, "2.00");
        book.apply(update(sell, NOON));
        assertThat(book.selling(CALL)).isEqualTo(2);

        book.apply(with(sell, OrderStatus.FILLED, 2), NOON);
        assertThat(book.selling(CALL)).as("filled, but still in the position").isEqualTo(2);

        book.apply(fill(sell, 2, 2, "2.00", NOON));
        assertThat(book.selling(CALL)).isZero();
        assertThat(book.held(CALL)).isEqualTo(1);
    }

    @Test
    void F22_theBrokersListWinsAndTheDifferenceIsSaid() {
        book.rebuild(List.of(held(CALL, 2, "1.00")), List.of(), NOON);

        List<Difference> differences = book.reconcile(List.of(held(PUT, 1, "3.00")), List.of(), NOON.plusSeconds(5));

        assertThat(differences)
                .containsExactlyInAnyOrder(
                        new Difference(Difference.Kind.QUANTITY, CALL, "", 2, 0),
                        new Difference(Difference.Kind.QUANTITY, PUT, "", 0, 1));
        assertThat(book.held(CALL)).isZero();
        assertThat(book.held(PUT)).isEqualTo(1);
        assertThat(book.view(TODAY).confirmedAt()).isEqualTo(NOON.plusSeconds(5));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            readingBeganSecondsAfterTheFill, held
            -1, 1
            0,  1
            2,  1
            3,  0
            """)
    void aReadingOlderThanAFillDoesNotTakeItBack(int seconds, int held) {
        book.apply(fill(order("by-hand", CALL, Side.BUY, 1, "1.50"), 1, 1, "1.45", NOON));
        book.reconcile(List.of(), List.of(), NOON.plusSeconds(seconds));

        assertThat(book.held(CALL)).isEqualTo(held);
    }

    @Test
    void aFillSeenInTheListFirstIsNoDifferenceAndNotCountedTwice() {
        BrokerOrder order = order(ENTRY.value(), CALL, Side.BUY, 2, "1.50");
        book.reserve(reservation(ENTRY, CALL, 2, "300"));
        book.apply(order, NOON);

        assertThat(book.reconcile(List.of(held(CALL, 2, "1.45")), List.of(), NOON.plusSeconds(5)))
                .isEmpty();
        assertThat(reserved()).isEqualTo(Money.ZERO);
        assertThat(book.apply(fill(order, 2, 2, "1.45", NOON.plusSeconds(4))).execution())
                .isPresent();
        assertThat(book.held(CALL)).isEqualTo(2);
    }

    @Test
    void aForeignFillSeenInTheListFirstIsNotCountedTwiceEither() {
        book.reconcile(List.of(held(CALL, 2, "1.45")), List.of(), NOON);
        book.apply(fill(order("by-hand", CALL, Side.BUY, 2, "1.50"), 2, 2, "1.45", NOON));
        assertThat(book.held(CALL)).isEqualTo(2);

        book.apply(fill(order("by-hand-2", CALL, Side.BUY, 1, "1.50"), 1, 1, "1.45", NOON.plusSeconds(3)));
        assertThat(book.held(CALL)).as("a later one counts").isEqualTo(3);
    }

    @Test
    void F19_aWorkingEntryNeverReservedHereCountsToo() {
        BrokerOrder order = order("by-hand", PUT, Side.BUY, 2, "2.00");

        assertThat(book.reconcile(List.of(), List.of(order), NOON))
                .containsExactly(new Difference(Difference.Kind.ORDER_UNKNOWN, PUT, "by-hand", 0, 2));
        assertThat(book.view(TODAY).entriesInFlight())
                .containsExactly(new EntryInFlight(new RecommendationId("external-by-hand"), PUT, 2, Money.of(400)));
    }

    @Test
    void anOrderMissingFromTheListIsCountedUntilTheSecondTime() {
        book.apply(order("by-hand", PUT, Side.BUY, 2, "2.00"), NOON);

        assertThat(book.reconcile(List.of(), List.of(), NOON.plusSeconds(1)))
                .as("the list may be older than the order")
                .isEmpty();
        assertThat(book.reconcile(List.of(), List.of(), NOON.plusSeconds(5)))
                .containsExactly(new Difference(Difference.Kind.ORDER_NOT_LISTED, PUT, "by-hand", 2, 0));
        assertThat(reserved()).isEqualTo(Money.of(400));

        book.reconcile(List.of(), List.of(), NOON.plusSeconds(10));
        assertThat(reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void anUnknownOutcomeKeepsItsMoneyWhateverTheListsSay() {
        book.reserve(reservation(ENTRY, CALL, 1, "150"));
        for (int seconds = 5; seconds <= 60; seconds += 5) {
            assertThat(book.reconcile(List.of(), List.of(), NOON.plusSeconds(seconds)))
                    .isEmpty();
        }

        assertThat(reserved()).isEqualTo(Money.of(150));
    }

    @Test
    void rebuildsEntriesOfTheDayFromTheBrokersOrders() {
        ClientOrderId.Entry repriced = ENTRY.next();
        ClientOrderId.Entry working = entry("AMD-20260409T1601-PUT-trend1");
        BrokerOrder yesterday = new BrokerOrder(
                "b0",
                entry("OLD").value(),
                PUT,
                Side.BUY,
                1,
                1,
                Money.of(1),
                Money.of(1),
                OrderStatus.FILLED,
                NOON.minusSeconds(86_400),
                null);
        book.rebuild(
                List.of(held(CALL, 1, "1.45")),
                List.of(
                        yesterday,
                        with(order(ENTRY.value(), CALL, Side.BUY, 1, "1.40"), OrderStatus.CANCELED, 0),
                        with(order(repriced.value(), CALL, Side.BUY, 1, "1.45"), OrderStatus.FILLED, 1),
                        order(working.value(), PUT, Side.BUY, 2, "2.00")),
                NOON.plusSeconds(90));

        BookView view = book.view(TODAY);
        assertThat(view.positions()).containsExactly(new OpenPosition(CALL, 1, Money.of(145), Money.of(150)));
        assertThat(view.entriesToday())
                .containsExactly(
                        new AcceptedEntry(ENTRY.recommendation(), new Ticker("NVDA"), NOON, true),
                        new AcceptedEntry(working.recommendation(), new Ticker("AMD"), NOON, false));
        assertThat(view.entriesInFlight())
                .containsExactly(new EntryInFlight(working.recommendation(), PUT, 2, Money.of(400)));
    }

    @Test
    void aLateMessageOfAnOrderReadAtTheStartChangesNothing() {
        BrokerOrder order = with(order(ENTRY.value(), CALL, Side.BUY, 1, "1.45"), OrderStatus.FILLED, 1);
        book.rebuild(List.of(held(CALL, 1, "1.45")), List.of(order), NOON);
        book.apply(fill(order, 1, 1, "1.45", NOON));

        assertThat(book.held(CALL)).isEqualTo(1);
    }

    @Test
    void F21_anotherTiersEntriesAreNobodysTradesHere() {
        String other = new ClientOrderId.Entry(Tier.LARGE, Strategy.DAY, ENTRY.recommendation(), 1).value();
        book.rebuild(List.of(), List.of(order(other, CALL, Side.BUY, 1, "1.00")), NOON);

        assertThat(book.view(TODAY).entriesToday()).isEmpty();
        assertThat(book.view(TODAY).entriesInFlight()).as("but it is exposure").hasSize(1);
    }

    @Test
    void acceptanceBeforeTheBrokersFirstWordStartsTheCooldown() {
        book.reserve(reservation(ENTRY, CALL, 1, "150"));
        assertThat(book.view(TODAY).entriesToday()).isEmpty();
        book.accepted(ENTRY, NOON);

        assertThat(book.view(TODAY).entriesToday())
                .containsExactly(new AcceptedEntry(ENTRY.recommendation(), new Ticker("NVDA"), NOON, false));
        assertThat(book.view(TODAY.plusDays(1)).entriesToday()).isEmpty();
    }

    @Test
    void F17_aSecondOrderWithoutAnAnswerIsInFlightWhateverTheFirstOnesTime() {
        book.reserve(reservation(ENTRY, CALL, 1, "150"));
        book.accepted(ENTRY, NOON);
        book.release(ENTRY);
        book.reserve(reservation(ENTRY.next(), CALL, 1, "155"));
        assertThat(book.view(TODAY).entriesToday()).isEmpty();
        assertThat(book.view(TODAY).entriesInFlight()).hasSize(1);

        book.accepted(ENTRY.next(), NOON.plusSeconds(70));
        assertThat(book.view(TODAY).entriesToday())
                .extracting(AcceptedEntry::acceptedAt)
                .containsExactly(NOON.plusSeconds(70));
    }

    @Test
    void aSecondOrderThatCameToNothingLeavesTheFirstOnesTime() {
        book.reserve(reservation(ENTRY, CALL, 1, "150"));
        book.accepted(ENTRY, NOON);
        book.release(ENTRY);
        book.reserve(reservation(ENTRY.next(), CALL, 1, "155"));
        book.release(ENTRY.next());

        assertThat(book.view(TODAY).entriesToday())
                .extracting(AcceptedEntry::acceptedAt)
                .containsExactly(NOON);
    }

    @Test
    void shortAndStockPositionsAreSigned() {
        Ticker stock = new Ticker("NVDA");
        book.rebuild(
                List.of(held(CALL, -2, "1.50"), new HeldPosition(stock, 10, Money.of(180), null)), List.of(), NOON);

        assertThat(book.held(CALL)).isEqualTo(-2);
        assertThat(book.view(TODAY).positions())
                .extracting(OpenPosition::instrument, OpenPosition::cost, OpenPosition::notional)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(stock, Money.of(1_800), Money.of(1_800)),
                        org.assertj.core.api.Assertions.tuple(CALL, Money.of(-300), Money.of(300)));
        assertThat(book.averagePrice(CALL)).contains(Money.of("1.50"));
    }

    @Test
    void sellingTakesCostAlongProRata() {
        book.rebuild(List.of(held(CALL, 3, "1.00")), List.of(), NOON);
        book.apply(fill(order("by-hand", CALL, Side.SELL, 1, null), 1, 1, "2.00", NOON));

        assertThat(costs()).isEqualTo(Money.of(200));
        assertThat(book.averagePrice(CALL)).contains(Money.of("1.00"));
    }

    private Money reserved() {
        return book.view(TODAY).entriesInFlight().stream()
                .map(EntryInFlight::reserved)
                .reduce(Money.ZERO, Money::plus);
    }

    private Money costs() {
        return book.view(TODAY).positions().stream().map(OpenPosition::cost).reduce(Money.ZERO, Money::plus);
    }

    private static ClientOrderId.Entry entry(String recommendation) {
        return new ClientOrderId.Entry(Tier.TINY, Strategy.DAY, new RecommendationId(recommendation), 1);
    }

    private static Reservation reservation(
            ClientOrderId.Entry id, OptionContract contract, int contracts, String outlay) {
        return new Reservation(id, contract, contracts, Money.of(outlay), NOON);
    }

    private static HeldPosition held(OptionContract contract, int quantity, String price) {
        return new HeldPosition(contract, quantity, Money.of(price), Money.of(150L * quantity));
    }

    private static BrokerOrder order(
            String id, Instrument instrument, Side side, int quantity, @Nullable String limit) {
        return new BrokerOrder(
                "broker-" + id,
                id,
                instrument,
                side,
                quantity,
                0,
                null,
                limit == null ? null : Money.of(limit),
                OrderStatus.WORKING,
                NOON,
                null);
    }

    private static BrokerOrder with(BrokerOrder order, OrderStatus status, int filled) {
        return new BrokerOrder(
                order.id(),
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.quantity(),
                filled,
                filled == 0 ? null : Money.of("1.45"),
                order.limitPrice(),
                status,
                order.submittedAt(),
                null);
    }

    private static TradeUpdate update(BrokerOrder order, Instant at) {
        return new TradeUpdate(order, null, at);
    }

    private TradeUpdate fill(BrokerOrder order, int filledInAll, int units, String price, Instant at) {
        OrderStatus status = filledInAll >= order.quantity() ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        executions++;
        return new TradeUpdate(
                with(order, status, filledInAll),
                new Execution("execution-" + executions, units, Money.of(price), null),
                at);
    }
}
