package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
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

    static Stream<Arguments> reads() {
        return Stream.of(
                read("account", AlpacaBroker::account),
                read("account settings", AlpacaBroker::belts),
                read("transfers", b -> b.netTransfers(LocalDate.parse("2026-04-09"))),
                read("positions", AlpacaBroker::positions),
                read("open orders", AlpacaBroker::openOrders),
                read("orders since", b -> b.ordersSince(NOW)),
                read("sessions", b -> b.sessions(LocalDate.parse("2026-04-09"), LocalDate.parse("2026-04-10"))));
    }

    private static Arguments read(String name, Function<AlpacaBroker, Reply<?>> read) {
        return Arguments.argumentSet(name, read);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void F39_anErrorIsNeverAnEmptyList(Function<AlpacaBroker, Reply<?>> read) {
        for (String body :
                List.of("", "null", HTML, "OK", "{}", "[null]", "[{}]", "[{\"id\":", "{\"message\":\"oops\"}")) {
            local.answers(200, body);
            assertThat(read.apply(broker)).as("200 with '%s'", body).isInstanceOf(Reply.Unavailable.class);
        }
        for (int status : new int[] {201, 302, 408, 500, 502, 503, 504, 429}) {
            local.answers(status, "[]");
            assertThat(read.apply(broker)).as("status %d", status).isInstanceOf(Reply.Unavailable.class);
        }
        local.hangsUp();
        assertThat(read.apply(broker)).isInstanceOf(Reply.Unavailable.class);
        local.server.close();
        assertThat(read.apply(broker)).as("nobody there").isInstanceOf(Reply.Unavailable.class);
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
