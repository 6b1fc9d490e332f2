package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastHopTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");
    private static final OptionContract CALL = OptionContract.parse("NVDA260410C00190000");
    private static final Money WIDE = Money.of(1_000_000);

    private final LastHop lastHop = new LastHop();

    private static ClientOrderId.Entry id(String recommendation, int attempt) {
        return new ClientOrderId.Entry(Tier.TINY, Strategy.DAY, new RecommendationId(recommendation), attempt);
    }

    /** One contract at so many dollars a share. */
    private Optional<String> send(ClientOrderId.Entry id, String limit, Money maxExposure, Instant at) {
        OrderRequest order = new OrderRequest(id, CALL, PositionIntent.BUY_TO_OPEN, 1, Money.of(limit));
        return lastHop.pass(id, order, maxExposure, at);
    }

    @Test
    void anIntentHasTwoOrdersAndAnIdIsSentThreeTimes() {
        for (int time = 0; time < LastHop.MOST_SENDS_OF_AN_ID; time++) {
            assertThat(send(id("a", 1), "1.00", WIDE, NOON)).isEmpty();
        }
        assertThat(send(id("a", 1), "1.00", WIDE, NOON))
                .hasValueSatisfying(why -> assertThat(why).contains("4 times"));
        assertThat(send(id("a", 2), "1.00", WIDE, NOON)).isEmpty();
        assertThat(send(id("a", 3), "1.00", WIDE, NOON))
                .hasValueSatisfying(why -> assertThat(why).contains("3 orders of one intent, at most 2"));
    }

    @Test
    void aMinuteHasTwentyOrders() {
        for (int order = 0; order < LastHop.MOST_ORDERS_A_MINUTE; order++) {
            assertThat(send(id("a" + order, 1), "1.00", WIDE, NOON)).isEmpty();
        }

        assertThat(send(id("b", 1), "1.00", WIDE, NOON.plusSeconds(59))).isPresent();
        assertThat(send(id("b", 1), "1.00", WIDE, NOON.plusSeconds(60))).isEmpty();
    }

    @Test
    void aDayHasTwoHundredOrdersAndTheNextBeginsAnew() {
        for (int order = 0; order < LastHop.MOST_ORDERS_A_DAY; order++) {
            assertThat(send(
                            id("a" + order, 1),
                            "1.00",
                            WIDE,
                            NOON.minusSeconds(7_200).plusSeconds(30L * order)))
                    .isEmpty();
        }

        assertThat(send(id("b", 1), "1.00", WIDE, NOON.plusSeconds(7_200)))
                .hasValueSatisfying(why -> assertThat(why).contains("201 orders in a day"));
        assertThat(send(id("b", 1), "1.00", WIDE, NOON.plusSeconds(86_400))).isEmpty();
    }

    @Test
    void aMinuteHasTwiceTheExposureInDollars() {
        Money exposure = Money.of(100);
        assertThat(send(id("a", 1), "2.01", exposure, NOON)).isPresent();
        assertThat(send(id("a", 1), "2.00", exposure, NOON)).isEmpty();
        assertThat(send(id("b", 1), "0.01", exposure, NOON)).isPresent();
    }

    @Test
    void aDayHasTwentyTimesTheExposureInDollars() {
        Money exposure = Money.of(100);
        for (int order = 0; order < LastHop.MOST_NOTIONAL_A_DAY; order++) {
            assertThat(send(id("a" + order, 1), "1.00", exposure, NOON.plusSeconds(60L * order)))
                    .isEmpty();
        }

        assertThat(send(id("b", 1), "0.01", exposure, NOON.plusSeconds(7_200)))
                .hasValueSatisfying(why -> assertThat(why).contains("dollars in a day"));
    }

    @Test
    void whatWentOutBeforeTheRestartCounts() {
        lastHop.rebuild(List.of(order(id("a", 1)), order(id("a", 2))));

        assertThat(send(id("a", 3), "1.00", WIDE, NOON.plusSeconds(120))).isPresent();
        assertThat(send(id("b", 1), "1.00", WIDE, NOON.plusSeconds(120))).isEmpty();
    }

    private static BrokerOrder order(ClientOrderId id) {
        return new BrokerOrder(
                "X" + id.attempt(),
                id.value(),
                CALL,
                Side.BUY,
                1,
                0,
                null,
                Money.of("1.00"),
                OrderStatus.CANCELED,
                NOON,
                null);
    }
}
