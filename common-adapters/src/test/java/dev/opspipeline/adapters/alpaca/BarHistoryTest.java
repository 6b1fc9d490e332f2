package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BarHistoryTest {

    private static final Instant FROM = Instant.parse("2026-04-09T13:30:00Z");
    private static final Instant TO = Instant.parse("2026-04-09T13:31:00Z");
    private static final List<Ticker> TICKERS = List.of(new Ticker("SPY"), new Ticker("NVDA"));

    private final LocalServer local = new LocalServer();
    private final BarHistory history = new BarHistory(local.connection);

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void readsAllPagesInOrderOfTime() {
        local.answers("{\"bars\":{\"NVDA\":[" + bar("2026-04-09T13:30:00Z", 182.5) + ","
                + bar("2026-04-09T13:31:00Z", 183) + "]},\"next_page_token\":\"two\"}");
        local.answers("{\"bars\":{\"SPY\":[" + bar("2026-04-09T13:30:00Z", 512) + "]},\"next_page_token\":null}");

        assertThat(history.bars(TICKERS, FROM, TO))
                .isEqualTo(new Reply.Answer<>(List.of(
                        new Bar(new Ticker("NVDA"), FROM, 180, 184, 179, 182.5, 1200),
                        new Bar(new Ticker("SPY"), FROM, 180, 184, 179, 512, 1200),
                        new Bar(new Ticker("NVDA"), TO, 180, 184, 179, 183, 1200))));
        var url = local.request().getUrl();
        assertThat(url.encodedPath()).isEqualTo("/v2/stocks/bars");
        assertThat(url.queryParameter("symbols")).isEqualTo("SPY,NVDA");
        assertThat(url.query()).contains("timeframe=1Min", "feed=iex", "start=2026-04-09T13:30:00Z");
        assertThat(local.request().getUrl().queryParameter("page_token")).isEqualTo("two");
        assertThat(local.connection.dataBudget()).isEmpty();
    }

    @Test
    void F39_anErrorIsNotAMarketWithoutTrades() {
        local.answers("{\"bars\":{},\"next_page_token\":null}");
        assertThat(history.bars(TICKERS, FROM, TO)).isEqualTo(new Reply.Answer<>(List.of()));

        for (String body : List.of("", "{}", "{\"bars\":{\"SPY\":[{}]},\"next_page_token\":null}")) {
            local.answers(body);
            assertThat(history.bars(TICKERS, FROM, TO)).as(body).isInstanceOf(Reply.Unavailable.class);
        }
        local.answers(429, "{}");
        assertThat(history.bars(TICKERS, FROM, TO)).isInstanceOf(Reply.Unavailable.class);
    }

    @Test
    void pagesThatGoRoundEndAsUnavailable() {
        String page = "{\"bars\":{},\"next_page_token\":\"again\"}";
        local.answers(page).answers(page);

        assertThat(history.bars(TICKERS, FROM, TO)).isInstanceOf(Reply.Unavailable.class);
    }

    private static String bar(String start, double close) {
        return "{\"t\":\"%s\",\"o\":180,\"h\":184,\"l\":179,\"c\":%s,\"v\":1200,\"n\":31,\"vw\":181.2}"
                .formatted(start, close);
    }
}
