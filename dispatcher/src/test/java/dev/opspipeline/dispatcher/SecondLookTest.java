package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import dev.opspipeline.dispatcher.FakeExchange.Mail;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 25, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecondLookTest {

    private static final Duration STEP = Duration.ofSeconds(5);

    private final Desk desk = Desk.opened();

    @AfterEach
    void closes() {
        desk.close();
    }

    /** Its refusal is not on record, so the next instance finds an intent that may go yet; its place may be taken. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            places, orders
            1,      1
            2,      2
            """)
    void F17_X02_anOrderSentLateIsHeldToWhatOthersDidMeanwhile(int places, int orders) {
        String document = TradingPost.DOCUMENT.replace(
                "\"account_tier\"",
                "\"max_open_positions\": %1$d, \"max_open_positions_high_confidence\": %1$d, \"account_tier\""
                        .formatted(places));
        desk.limits(document, "2");
        desk.exchange.refuseOrders(new Reply.Refused<>(403, 40310000, "insufficient buying power"));
        DecisionRecord first = desk.decide("NVDA");
        desk.exchange.refuseOrders(null);
        DecisionRecord second = desk.decide("AMD");
        assertThat(Desk.trades(first)).isTrue();
        assertThat(Desk.trades(second)).isTrue();
        desk.journal.orders.removeIf(step -> step.clientOrderId().equals(Desk.id(first)));

        desk.restart();
        desk.limits(document, "2");
        passes(4);

        assertThat(desk.exchange.all()).hasSize(orders);
        assertThat(desk.journal.orders)
                .filteredOn(step -> step.clientOrderId().equals(Desk.id(first)))
                .last()
                .satisfies(step -> assertThat(step.state())
                        .isEqualTo(places == 1 ? OrderRecord.State.EXPIRED : OrderRecord.State.WORKING))
                .satisfies(step ->
                        assertThat(step.detail().contains("POSITION_LIMIT")).isEqualTo(places == 1));
    }

    @Test
    void X02_anOrderSentLateWaitsForWhatIsUnknown() {
        desk.exchange.next(Mail.REQUEST_IS_LOST);
        desk.decide("NVDA");
        desk.clock.advance(Duration.ofSeconds(16));
        desk.post.onThread(desk.post.dispatcher::tick);
        assertThat(desk.exchange.all()).as("the account was read too long ago").isEmpty();

        desk.post.onThread(desk.post.dispatcher::refresh);
        desk.post.onThread(desk.post.dispatcher::tick);
        assertThat(desk.exchange.all()).hasSize(1);
    }

    private void passes(int steps) {
        for (int step = 0; step < steps; step++) {
            desk.post.pass(STEP);
        }
    }
}
