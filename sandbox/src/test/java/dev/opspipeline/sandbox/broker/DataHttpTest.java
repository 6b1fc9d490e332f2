package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.sandbox.market.OptionQuote;
import dev.opspipeline.sandbox.market.TestMarket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DataHttpTest {

    private final TestAccounts accounts = new TestAccounts();
    private final BrokerHttp server = BrokerHttp.start(
            accounts.broker,
            TestMarket.CALENDAR,
            RequestBudget.generous(200),
            RequestBudget.generous(200),
            FaultPlan.none(),
            0);
    private final BrokerClient client = new BrokerClient(server.port());

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void quotesAsNumbersAndJournalsEachAsServed() {
        OptionQuote quote = accounts.quote();
        JsonNode served =
                client.get("/v1beta1/options/quotes/latest?symbols=" + accounts.symbol() + ",AAPL990101C00000001");
        JsonNode json = served.path("quotes").path(accounts.symbol());
        assertThat(served.path("quotes")).hasSize(1);
        assertThat(json.path("bp").decimalValue()).isEqualByComparingTo(quote.bid());
        assertThat(json.path("ap").decimalValue()).isEqualByComparingTo(quote.ask());
        assertThat(json.path("t").asString("")).isEqualTo(TEN.toString());
        JsonNode fact = accounts.facts("quote").getLast();
        assertThat(fact.path("service").asString("")).isEqualTo("dispatcher");
        assertThat(fact.path("instance").asString("")).isEqualTo("d-1");
        assertThat(fact.path("ask").asString("")).isEqualTo(quote.ask().toPlainString());
    }

    @Test
    void filtersAndPagesAChain() {
        String filter = "/v1beta1/options/snapshots/AAPL?feed=indicative&type=call&strike_price_gte=195"
                + "&strike_price_lte=205&expiration_date_gte=2026-04-13&expiration_date_lte=2026-04-13&limit=3";
        JsonNode first = client.get(filter);
        assertThat(first.path("snapshots").propertyNames())
                .containsExactly("AAPL260413C00195000", "AAPL260413C00197500", "AAPL260413C00200000");
        JsonNode second = client.get(
                filter + "&page_token=" + first.path("next_page_token").asString(""));
        assertThat(second.path("snapshots").propertyNames())
                .containsExactly("AAPL260413C00202500", "AAPL260413C00205000");
        assertThat(second.path("next_page_token").isNull()).isTrue();
        JsonNode snapshot = second.path("snapshots").path("AAPL260413C00202500");
        assertThat(snapshot.path("greeks").path("delta").asDouble()).isBetween(0.05, 0.6);
        assertThat(snapshot.path("dailyBar").path("v").isIntegralNumber()).isTrue();
        assertThat(accounts.facts("quote")).hasSize(5);
    }

    @Test
    void listsContractsWithOpenInterestUntilTheWeekendUnlessAsked() {
        JsonNode page = client.get("/v2/options/contracts?underlying_symbols=AAPL&limit=10000");
        assertThat(page.path("option_contracts")
                        .valueStream()
                        .map(c -> c.path("expiration_date").asString("")))
                .containsOnly("2026-04-10");
        JsonNode contract = client.get("/v2/options/contracts?underlying_symbols=AAPL&type=put"
                        + "&expiration_date_gte=2026-04-13&expiration_date_lte=2026-04-13&strike_price_gte=200&limit=1")
                .path("option_contracts")
                .get(0);
        assertThat(contract.path("symbol").asString("")).isEqualTo("AAPL260413P00200000");
        assertThat(contract.path("strike_price").asString("")).isEqualTo("200");
        assertThat(contract.path("open_interest").isString()).isTrue();
        assertThat(contract.path("tradable").asBoolean()).isTrue();
    }

    @Test
    void pagesBarsOverAllSymbolsAndShowsNoneThatIsNotOverYet() {
        String query = "/v2/stocks/bars?symbols=UBER,AAPL&timeframe=1Min&feed=iex&start=2026-04-09T13:30:00Z&limit=500";
        List<String> seen = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page = client.get(query + token);
            page.path("bars")
                    .propertyStream()
                    .forEach(of -> of.getValue()
                            .forEach(bar ->
                                    seen.add(of.getKey() + " " + bar.path("t").asString(""))));
            token = page.path("next_page_token").isNull()
                    ? ""
                    : "&page_token=" + page.path("next_page_token").asString("");
            pages++;
        } while (!token.isEmpty());
        assertThat(pages).isEqualTo(2);
        assertThat(seen).hasSize(2 * (390 + 30)).isSorted().doesNotHaveDuplicates();
        assertThat(seen).contains("AAPL 2026-04-10T13:59:00Z").doesNotContain("AAPL 2026-04-10T14:00:00Z");
    }

    @Test
    void servesOneTickersBarsOfTodayByDefault() {
        JsonNode page = client.get("/v2/stocks/AAPL/bars?timeframe=1Min");
        assertThat(page.path("bars")).hasSize(30);
        assertThat(page.path("bars").get(0).path("o").isNumber()).isTrue();
        assertThat(client.send("GET", "/v2/stocks/AAPL/bars?timeframe=1Day", null)
                        .statusCode())
                .isEqualTo(400);
    }
}
