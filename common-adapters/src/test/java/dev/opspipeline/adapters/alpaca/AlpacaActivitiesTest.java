package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Activity;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlpacaActivitiesTest {

    private static final LocalDate DATE = LocalDate.of(2026, 4, 9);
    private static final OptionContract CALL = OptionContract.parse("NVDA260410C00190000");
    private static final String FILL = """
            {"id":"20260409100510000::%s","activity_type":"FILL","transaction_time":"2026-04-09T14:05:10.123Z","type":"fill",
             "price":"1.9","qty":"2","side":"%s","symbol":"%s","leaves_qty":"0","cum_qty":"2","order_id":"o-1","order_status":"filled"}""";

    private final LocalServer local = new LocalServer();
    private final AlpacaActivities activities = new AlpacaActivities(local.connection);

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void F29_readsFillsOfContractsAndOfStock() {
        local.answers("[" + FILL.formatted("a", "sell", CALL.symbol()) + "," + FILL.formatted("b", "sell_short", "NVDA")
                + "]");

        assertThat(answer())
                .containsExactly(
                        new Activity.Fill(
                                "20260409100510000::a",
                                "o-1",
                                CALL,
                                Side.SELL,
                                2,
                                Money.of("1.90"),
                                Instant.parse("2026-04-09T14:05:10.123Z")),
                        new Activity.Fill(
                                "20260409100510000::b",
                                "o-1",
                                new Ticker("NVDA"),
                                Side.SELL,
                                2,
                                Money.of("1.90"),
                                Instant.parse("2026-04-09T14:05:10.123Z")));
        assertThat(local.request().getRequestLine())
                .startsWith("GET /v2/account/activities?activity_types=FILL%2COPEXP%2COPEXC%2COPASN")
                .contains("after=2026-04-09T03%3A59%3A59Z");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            kind,  perShare, ending,    price
            OPEXP, null,     EXPIRED,   0.00
            OPEXC, '"2.25"', EXERCISED, 2.25
            OPASN, '"-2.25"', ASSIGNED, 2.25
            """)
    void X42_readsHowContractsEnded(String kind, String perShare, Activity.Ending ending, String price) {
        local.answers("""
                [{"id":"20260411000000000::e","activity_type":"%s","date":"2026-04-11","net_amount":"0",
                  "symbol":"NVDA260410C00190000","qty":"-2","per_share_amount":%s,"status":"executed"}]
                """.formatted(kind, perShare));

        assertThat(answer())
                .containsExactly(new Activity.Ended(
                        "20260411000000000::e",
                        CALL,
                        ending,
                        2,
                        Money.of(price),
                        Instant.parse("2026-04-11T04:00:00Z")));
    }

    @Test
    void readsPageAfterPageUntilOneIsNotFull() {
        local.answers(IntStream.range(0, 100)
                .mapToObj(i -> FILL.formatted("p" + i, "buy", CALL.symbol()))
                .collect(Collectors.joining(",", "[", "]")));
        local.answers("[" + FILL.formatted("last", "sell", CALL.symbol()) + "]");

        assertThat(answer()).hasSize(101);
        local.request();
        assertThat(local.request().getRequestLine()).contains("page_token=20260409100510000%3A%3Ap99");
    }

    @Test
    void F39_anAnswerThatCannotBeReadIsNoAnswer() {
        local.answers("[{\"id\":\"1\",\"activity_type\":\"FILL\",\"symbol\":\"NVDA\"}]");
        assertThat(activities.since(DATE)).isInstanceOf(Reply.Unavailable.class);
    }

    @Test
    void aFillOfAnUnknownSideIsNotTakenForABuy() {
        local.answers("[" + FILL.formatted("a", "sideways", CALL.symbol()) + "]");
        assertThat(activities.since(DATE))
                .isEqualTo(new Reply.Unavailable<>(
                        "unreadable answer: java.lang.IllegalStateException: answer has a" + " fill of side sideways"));
    }

    private List<Activity> answer() {
        return activities.since(DATE).answer().orElseThrow();
    }
}
