package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Reply;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an answer that is not what was asked for: refused or unavailable, and never nothing. */
class AlpacaBrokerRepliesTest {

    private static final Instant NOW = Instant.parse("2026-04-09T14:31:00Z");
    private static final String HTML = "<html><body>Bad gateway</body></html>";

    private final LocalServer local = new LocalServer();
    private final AlpacaBroker broker = new AlpacaBroker(local.connection, InstantSource.fixed(NOW));

    @AfterEach
    void stop() {
        local.close();
    }

    private static final OptionContract CALL = OptionContract.parse(OrderJson.CALL);
    private static final LocalDate TODAY = LocalDate.parse("2026-04-09");
    private static final OptionMarket.ChainQuery CHAIN = new OptionMarket.ChainQuery(
            CALL.underlying(), CALL.type(), TODAY, TODAY.plusDays(7), Money.of("180"), Money.of("200"));

    static Stream<Arguments> reads() {
        return Stream.of(
                read("account", AlpacaBroker::account),
                read("account settings", AlpacaBroker::belts),
                read("transfers", b -> b.netTransfers(TODAY)),
                read("positions", AlpacaBroker::positions),
                read("open orders", AlpacaBroker::openOrders),
                read("orders since", b -> b.ordersSince(NOW)),
                read(
                        "order",
                        b -> b.order(ClientOrderId.parse(OrderJson.CLIENT_ID).orElseThrow())),
                read("sessions", b -> b.sessions(TODAY, TODAY.plusDays(1))),
                Arguments.argumentSet("activities", of(c -> new AlpacaActivities(c).since(TODAY))),
                Arguments.argumentSet("chain", of(c -> new AlpacaOptionMarket(c, () -> NOW).chain(CHAIN))),
                Arguments.argumentSet("quotes", of(c -> new AlpacaOptionMarket(c, () -> NOW).quotes(List.of(CALL)))),
                Arguments.argumentSet("bars", of(c -> new BarHistory(c).bars(List.of(CALL.underlying()), NOW, NOW))));
    }

    private static Arguments read(String name, Function<AlpacaBroker, Reply<?>> read) {
        return Arguments.argumentSet(name, of(c -> read.apply(new AlpacaBroker(c, InstantSource.fixed(NOW)))));
    }

    private static Function<AlpacaConnection, Reply<?>> of(Function<AlpacaConnection, Reply<?>> read) {
        return read;
    }

    @ParameterizedTest
    @MethodSource("reads")
    void F39_anErrorIsNeverAnEmptyList(Function<AlpacaConnection, Reply<?>> read) {
        for (String body :
                List.of("", "null", HTML, "OK", "{}", "[null]", "[{}]", "[{\"id\":", "{\"message\":\"oops\"}")) {
            local.answers(200, body);
            assertThat(read.apply(local.connection)).as("200 with '%s'", body).isInstanceOf(Reply.Unavailable.class);
        }
        for (int status : new int[] {201, 302, 408, 500, 502, 503, 504, 429}) {
            local.answers(status, "[]");
            assertThat(read.apply(local.connection)).as("status %d", status).isInstanceOf(Reply.Unavailable.class);
        }
        local.hangsUp();
        assertThat(read.apply(local.connection)).isInstanceOf(Reply.Unavailable.class);
        local.server.close();
        assertThat(read.apply(local.connection)).as("nobody there").isInstanceOf(Reply.Unavailable.class);
    }

    @Test
    void X04_anAnswerCutOffInTheMiddleIsUnavailable() {
        local.server.enqueue(new MockResponse.Builder()
                .body("[" + OrderJson.option() + "," + OrderJson.option() + "]")
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        assertThat(broker.openOrders()).isInstanceOf(Reply.Unavailable.class);
    }

    @Test
    void X10_aSlowAnswerIsUnavailableWithinTheTimeOut() {
        local.answersTooLate("[]");

        assertThat(broker.positions())
                .isInstanceOfSatisfying(
                        Reply.Unavailable.class,
                        reply -> assertThat(reply.why()).containsIgnoringCase("time"));
    }

    /** Each byte comes in time, the whole does not. */
    @Test
    void X10_anAnswerThatTricklesInIsUnavailableWithinTheCallsTime() {
        local.server.enqueue(new MockResponse.Builder()
                .body("[" + OrderJson.option() + "]")
                .throttleBody(1, 100, TimeUnit.MILLISECONDS)
                .build());

        assertThat(broker.openOrders())
                .isInstanceOfSatisfying(
                        Reply.Unavailable.class,
                        reply -> assertThat(reply.why()).containsIgnoringCase("time"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            status | body                                              | code     | message
            401    | {"message":"forbidden."}                          | 401      | forbidden.
            401    | ''                                                | 401      | ''
            403    | <html>denied</html>                               | 403      | <html>denied</html>
            403    | {"code":40310000,"message":"insufficient","a":1}  | 40310000 | insufficient
            404    | {"code":40410000,"message":"order not found"}     | 40410000 | order not found
            422    | {"code":"42210000","message":"bad qty"}           | 42210000 | bad qty
            400    | {"reason":"odd"}                                  | 400      | {"reason":"odd"}
            404    | <html>no such page</html>                         | -        | HTTP 404: <html>no such page</html>
            404    | ''                                                | -        | HTTP 404
            422    | []                                                | -        | HTTP 422: []
            429    | {"code":42910000,"message":"too many requests."}  | -        | HTTP 429: too many requests.
            500    | {"code":50010000,"message":"internal"}            | -        | HTTP 500: internal
            """)
    void tellsARefusalFromAFailure(
            int status, String body, @org.jspecify.annotations.Nullable Long code, String message) {
        local.answers(status, body);

        assertThat(broker.positions())
                .isEqualTo(
                        code == null ? new Reply.Unavailable<>(message) : new Reply.Refused<>(status, code, message));
    }
}
