package dev.opspipeline.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.TradeUpdate.Execution;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list of orders that says less than was told before: believed only where nothing else can explain it. */
@NullMarked
class RelistedOrdersTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-04-09");
    private static final OptionContract CALL = OptionContract.parse("NVDA260410C00190000");
    private static final String ENTRY = "tiny.d.NVDA-20260409T1600-CALL-trend1.e1";
    private static final String CLOSE = "tiny.x.NVDA260410C00190000-NVDA-20260409T1600-CALL-trend1.1";

    private final AccountBook book = new AccountBook(Tier.TINY);

    /** Two bought a minute ago, and sold at noon. */
    @BeforeEach
    void boughtAndSold() {
        filled(order(ENTRY, Side.BUY, 2, OrderStatus.FILLED, "1.00"), NOON.minusSeconds(60));
        filled(order(CLOSE, Side.SELL, 2, OrderStatus.FILLED, "1.50"), NOON);
        assertThat(book.held(CALL)).isZero();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            status,           filled, listed, seconds, corrected
            FILLED,           0,      2,      10,      true
            FILLED,           1,      1,      10,      true
            FILLED,           2,      0,      10,      false
            CANCELED,         1,      1,      10,      true
            PARTIALLY_FILLED, 1,      1,      10,      false
            WORKING,          0,      2,      10,      false
            UNKNOWN,          0,      2,      10,      false
            FILLED,           0,      2,      1,       false
            FILLED,           0,      2,      2,       false
            FILLED,           0,      2,      3,       true
            FILLED,           0,      0,      10,      false
            FILLED,           1,      2,      10,      true
            FILLED,           0,      -2,     10,      false
            """)
    void X17_fewerFillsAreBelievedOfAnOrderThatEndedInANewerListAndOnlyIfThePositionsChangedThatWay(
            OrderStatus status, int filled, int listed, int seconds, boolean corrected) {
        book.reconcile(positions(listed), List.of(), NOON.plusSeconds(5));
        List<Applied.Correction> corrections =
                book.relisted(List.of(order(CLOSE, Side.SELL, filled, status, "1.50")), NOON.plusSeconds(seconds));

        assertThat(corrections).hasSize(corrected ? 1 : 0);
        assertThat(filledByBook(CLOSE)).isEqualTo(corrected ? filled : 2);
        assertThat(book.held(CALL)).as("the positions have their own list").isEqualTo(listed);
        book.reconcile(positions(listed), List.of(), NOON.plusSeconds(20));
        assertThat(book.held(CALL)).isEqualTo(listed);
        assertThat(book.selling(CALL)).isZero();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            status,           price, seconds, corrected
            FILLED,           1.49,  10,      true
            FILLED,           1.50,  10,      false
            FILLED,           1.51,  10,      true
            FILLED,           1.49,  2,       false
            PARTIALLY_FILLED, 1.49,  10,      false
            """)
    void X17_soIsAnotherPrice(OrderStatus status, String price, int seconds, boolean corrected) {
        assertThat(book.relisted(List.of(order(CLOSE, Side.SELL, 2, status, price)), NOON.plusSeconds(seconds)))
                .hasSize(corrected ? 1 : 0);
        assertThat(book.held(CALL)).isZero();
    }

    @Test
    void X16_saidAgainItIsNoNews() {
        book.reconcile(positions(2), List.of(), NOON.plusSeconds(5));
        List<BrokerOrder> listed = List.of(order(CLOSE, Side.SELL, 0, OrderStatus.FILLED, null));
        assertThat(book.relisted(listed, NOON.plusSeconds(10))).hasSize(1);
        assertThat(book.relisted(listed, NOON.plusSeconds(20))).isEmpty();
        assertThat(book.unexplained(TODAY)).isEmpty();
    }

    @Test
    void X17_twoOrdersTakenBackExplainOneChange() {
        String second = CLOSE.replace("trend1.1", "trend1.2");
        filled(order(second, Side.SELL, 2, OrderStatus.FILLED, "1.50"), NOON);
        book.reconcile(List.of(), List.of(), NOON.plusSeconds(5));
        book.reconcile(positions(2), List.of(), NOON.plusSeconds(10));
        assertThat(book.relisted(
                        List.of(
                                order(CLOSE, Side.SELL, 0, OrderStatus.FILLED, null),
                                order(second, Side.SELL, 0, OrderStatus.FILLED, null)),
                        NOON.plusSeconds(20)))
                .hasSize(2);
        assertThat(book.unexplained(TODAY)).isEmpty();
    }

    @Test
    void F28_whatOneListLackedAndTheNextShowsAgainNeedsNoExplanation() {
        book.reconcile(positions(2), List.of(), NOON.plusSeconds(5));
        assertThat(book.unexplained(TODAY)).hasSize(1);
        book.reconcile(List.of(), List.of(), NOON.plusSeconds(10));
        assertThat(book.unexplained(TODAY)).isEmpty();
    }

    private int filledByBook(String id) {
        return book.order(id).orElseThrow().filledQuantity();
    }

    private static List<HeldPosition> positions(int units) {
        return units == 0 ? List.of() : List.of(new HeldPosition(CALL, units, Money.of(1), null));
    }

    private void filled(BrokerOrder order, Instant at) {
        book.apply(new TradeUpdate(order, new Execution("X" + order.clientOrderId(), 2, Money.of("1.00"), null), at));
    }

    private static BrokerOrder order(String id, Side side, int filled, OrderStatus status, @Nullable String price) {
        return new BrokerOrder(
                "B-" + id,
                id,
                CALL,
                side,
                2,
                filled,
                price == null ? null : Money.of(price),
                null,
                status,
                NOON.minusSeconds(60),
                null);
    }
}
