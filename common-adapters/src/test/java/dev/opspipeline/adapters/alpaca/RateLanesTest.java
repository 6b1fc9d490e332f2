package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may still ask when requests run out, and what time it is at the broker; all by a clock that stands still. */
class RateLanesTest {

    private static final Instant NOW = Instant.parse("2026-04-09T14:31:00Z");

    private final MockClock clock = new MockClock();
    private final LocalServer local = new LocalServer();
    private final AlpacaConnection connection = new AlpacaConnection(
            LocalServer.settings(local.server.getPort()), new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock));
    private final AlpacaBroker broker = new AlpacaBroker(connection, () -> NOW);

    RateLanesTest() {
        clock.add(Duration.between(Instant.ofEpochMilli(clock.wallTime()), NOW));
    }

    @AfterEach
    void stop() {
        connection.close();
        local.close();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            left, opens, reads
            60,   true,  true
            59,   false, true
            20,   false, true
            19,   false, false
            0,    false, false
            """)
    void X08_closingIsNeverHeldBackAndOthersLeaveItRoom(int left, boolean opens, boolean reads) {
        budget(200, "[]", left, NOW.plusSeconds(30));
        assertThat(broker.positions()).isInstanceOf(Reply.Answer.class);

        assertThat(asks(() -> broker.submit(order(PositionIntent.SELL_TO_CLOSE))))
                .isTrue();
        assertThat(asks(() -> broker.cancel("61e69015"))).isTrue();
        assertThat(asks(() -> broker.order(entryId()))).isTrue();
        assertThat(asks(() -> broker.submit(order(PositionIntent.BUY_TO_OPEN)))).isEqualTo(opens);
        assertThat(asks(broker::positions)).isEqualTo(reads);
    }

    @Test
    void X08_after429EverythingButClosingWaitsForTheBrokersReset() {
        budget(429, "{\"message\":\"too many requests.\"}", 0, NOW.plusSeconds(5));
        assertThat(broker.positions()).isInstanceOf(Reply.Unavailable.class);

        assertThat(asks(broker::positions)).isFalse();
        assertThat(asks(() -> broker.submit(order(PositionIntent.BUY_TO_OPEN)))).isFalse();
        assertThat(asks(() -> broker.submit(order(PositionIntent.SELL_TO_CLOSE))))
                .isTrue();
        clock.add(Duration.ofSeconds(5));
        assertThat(asks(broker::positions)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"999, false", "1000, true"})
    void X08_a429WithoutHeadersIsWaitedOutForASecond(long millis, boolean asked) {
        local.answers(429, "");
        assertThat(broker.positions()).isInstanceOf(Reply.Unavailable.class);

        clock.add(Duration.ofMillis(millis));

        assertThat(asks(broker::positions)).isEqualTo(asked);
    }

    @Test
    void aResetOfAnotherClockHoldsNobodyBack() {
        budget(200, "[]", 0, NOW.plusSeconds(62));
        assertThat(broker.positions()).isInstanceOf(Reply.Answer.class);

        assertThat(asks(broker::positions)).isTrue();
    }

    /** The broker names a whole second: what that leaves open counts as no difference. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            brokerSecond,         ahead
            2026-04-09T14:31:00Z, PT0S
            2026-04-09T14:30:59Z, PT0S
            2026-04-09T14:30:57Z, PT2S
            2026-04-09T14:30:50Z, PT9S
            2026-04-09T14:31:01Z, PT-1S
            2026-04-09T14:31:10Z, PT-10S
            """)
    void X33_ourClockIsComparedWithTheBrokers(Instant brokerSecond, Duration ahead) {
        local.server.enqueue(new MockResponse.Builder()
                .addHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(brokerSecond.atOffset(ZoneOffset.UTC)))
                .body("[]")
                .build());
        assertThat(broker.positions()).isInstanceOf(Reply.Answer.class);

        assertThat(connection.clockAhead()).contains(ahead);
    }

    @Test
    void X33_withoutADateNothingIsKnownOfTheBrokersClock() {
        local.answers("[]");
        assertThat(broker.positions()).isInstanceOf(Reply.Answer.class);

        assertThat(connection.clockAhead()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            body                                                                        | shorting | level | suspended
            {"no_shorting":true,"max_options_trading_level":2,"suspend_trade":false}    | true     | 2     | false
            {"no_shorting":false,"max_options_trading_level":null,"suspend_trade":true} | false    | -     | true
            {"no_shorting":false,"suspend_trade":false,"fractional_trading":true}       | false    | -     | false
            """)
    void readsWhatTheOwnerHasSetAtTheBroker(
            String body, boolean shorting, @org.jspecify.annotations.Nullable Integer level, boolean suspended) {
        local.answers(body);

        assertThat(broker.belts()).isEqualTo(new Reply.Answer<>(new AccountBelts(shorting, level, suspended)));
        assertThat(local.request().getTarget()).isEqualTo("/v2/account/configurations");
    }

    /** Whether a request went out; what comes back is unreadable, which is no matter here. */
    private boolean asks(Runnable request) {
        int before = local.requests();
        local.answers("nothing");
        request.run();
        return local.requests() > before;
    }

    private void budget(int status, String body, int left, Instant reset) {
        local.server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("X-RateLimit-Limit", "200")
                .addHeader("X-RateLimit-Remaining", Integer.toString(left))
                .addHeader("X-RateLimit-Reset", Long.toString(reset.getEpochSecond()))
                .body(body)
                .build());
    }

    private static ClientOrderId entryId() {
        return new ClientOrderId.Entry(
                Tier.TINY, Strategy.DAY, new RecommendationId("NVDA-20260409T1431-CALL-trend1"), 1);
    }

    private static OrderRequest order(PositionIntent intent) {
        return new OrderRequest(entryId(), OptionContract.parse("NVDA260410C00190000"), intent, 1, Money.of("1.45"));
    }
}
