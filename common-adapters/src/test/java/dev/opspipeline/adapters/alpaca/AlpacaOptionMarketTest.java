package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.OptionMarket.ChainQuery;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlpacaOptionMarketTest {

    private static final Instant NOW = Instant.parse("2026-04-09T14:31:05Z");
    private static final String CALL_190 = "NVDA260410C00190000";
    private static final String CALL_195 = "NVDA260410C00195000";
    private static final ChainQuery CALLS = new ChainQuery(
            new Ticker("NVDA"),
            OptionType.CALL,
            LocalDate.parse("2026-04-09"),
            LocalDate.parse("2026-04-17"),
            Money.of("180"),
            Money.of("195"));
    private static final String NO_SNAPSHOTS = "{\"snapshots\":{},\"next_page_token\":null}";

    private final LocalServer local = new LocalServer();
    private Instant now = NOW;
    private final AlpacaOptionMarket market = new AlpacaOptionMarket(local.connection, () -> now);

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void joinsContractsWithSnapshotsOverAllTheirPages() {
        local.answers(contracts(contract(CALL_190, "100", "true", "\"237\""), "\"p2\""));
        local.answers(contracts(contract(CALL_195, "100", "false", "null"), "null"));
        local.answers("""
                {"snapshots":{"NVDA260410C00190000":{
                   "latestQuote":{"t":"2026-04-09T14:31:02.046330624Z","ax":"w","ap":1.45,"as":12,"bx":"W","bp":1.4,"bs":3,"c":"A"},
                   "latestTrade":{"t":"2026-04-09T14:30:00Z","p":1.42,"s":7},
                   "greeks":{"delta":0.3125,"gamma":0.06,"rho":0.01,"theta":-0.28,"vega":0.04},
                   "impliedVolatility":0.33,
                   "dailyBar":{"t":"2026-04-09T04:00:00Z","o":1,"h":2,"l":1,"c":1.4,"v":220,"n":9,"vw":1.3}}},
                 "next_page_token":"TkVYVA=="}
                """);
        local.answers("{\"snapshots\":{\"NVDA260410C00195000\":{}},\"next_page_token\":null}");

        Quote quote = new Quote(
                Money.of("1.40"), Money.of("1.45"), Instant.parse("2026-04-09T14:31:02.046330624Z"), NOW, "indicative");
        assertThat(market.chain(CALLS))
                .isEqualTo(new Reply.Answer<>(List.of(
                        new OptionListing(OptionContract.parse(CALL_190), quote, 0.3125, 220L, 237L, true),
                        new OptionListing(OptionContract.parse(CALL_195), null, null, null, null, false))));

        var contractsUrl = local.request().getUrl();
        assertThat(contractsUrl.encodedPath()).isEqualTo("/v2/options/contracts");
        assertThat(contractsUrl.queryParameter("underlying_symbols")).isEqualTo("NVDA");
        assertThat(local.request().getUrl().queryParameter("page_token")).isEqualTo("p2");
        var snapshotsUrl = local.request().getUrl();
        assertThat(snapshotsUrl.encodedPath()).isEqualTo("/v1beta1/options/snapshots/NVDA");
        assertThat(snapshotsUrl.query())
                .contains("feed=indicative", "type=call", "strike_price_gte=180.00", "strike_price_lte=195.00")
                .contains("expiration_date_gte=2026-04-09", "expiration_date_lte=2026-04-17");
        assertThat(local.request().getUrl().queryParameter("page_token")).isEqualTo("TkVYVA==");
    }

    @Test
    void readsTheContractsOncePerDay() {
        local.answers(contracts(contract(CALL_190, "100", "true", "\"1\""), "null"))
                .answers(NO_SNAPSHOTS);
        local.answers(NO_SNAPSHOTS);
        local.answers(contracts(contract(CALL_190, "100", "true", "\"2\""), "null"))
                .answers(NO_SNAPSHOTS);

        assertThat(openInterest()).isEqualTo(1);
        now = NOW.plus(Duration.ofHours(5));
        assertThat(openInterest()).isEqualTo(1);
        assertThat(local.requests()).isEqualTo(3);
        now = NOW.plus(Duration.ofDays(1));
        assertThat(openInterest()).isEqualTo(2);
    }

    @Test
    void F39_aFailedReadIsNeitherAnEmptyChainNorRemembered() {
        local.answers(500, "{}");
        assertThat(market.chain(CALLS)).isEqualTo(new Reply.Unavailable<>("HTTP 500: {}"));

        local.answers(contracts(contract(CALL_190, "100", "true", "\"1\""), "\"p2\""))
                .answers(503, "{\"message\":\"slow\"}");
        assertThat(market.chain(CALLS)).isEqualTo(new Reply.Unavailable<>("HTTP 503: slow"));

        for (String body : List.of("", "{}", "<html/>", "{\"message\":\"x\"}")) {
            local.answers(body);
            assertThat(market.chain(CALLS)).as(body).isInstanceOf(Reply.Unavailable.class);
        }

        local.answers(contracts(contract(CALL_190, "100", "true", "\"1\""), "null"))
                .answers("{}");
        assertThat(market.chain(CALLS)).isInstanceOf(Reply.Unavailable.class);
        local.answers(NO_SNAPSHOTS);
        assertThat(openInterest()).isEqualTo(1);
    }

    @Test
    void X43_onlyStandardContractsAreTradable() {
        local.answers(contracts(
                contract(CALL_190, "10", "true", "\"1\"") + ","
                        + contract("NVDA1260410C00190000", "100", "true", "\"1\""),
                "null"));
        local.answers(NO_SNAPSHOTS);

        assertThat(market.chain(CALLS).answer().orElseThrow())
                .containsExactly(new OptionListing(OptionContract.parse(CALL_190), null, null, null, 1L, false));
    }

    @Test
    void F05_aDayBarOfAnEarlierDateIsNoVolumeOfToday() {
        local.answers(contracts(contract(CALL_190, "100", "true", "\"1\""), "null"));
        local.answers("{\"snapshots\":{\"" + CALL_190
                + "\":{\"dailyBar\":{\"t\":\"2026-04-08T04:00:00Z\",\"v\":220}}},\"next_page_token\":null}");

        assertThat(market.chain(CALLS).answer().orElseThrow().getFirst().volume())
                .isZero();
    }

    @Test
    void asksForQuotesInBatches() {
        List<OptionContract> contracts = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> OptionContract.parse("NVDA260410C%08d".formatted(i * 1000)))
                .toList();
        local.answers("{\"quotes\":{\"NVDA260410C00001000\":{\"t\":\"2026-04-09T14:31:02Z\",\"ap\":1.45,\"bp\":0}}}");
        local.answers("{\"quotes\":{}}");

        assertThat(market.quotes(contracts))
                .isEqualTo(new Reply.Answer<>(Map.of(
                        contracts.getFirst(),
                        new Quote(
                                Money.ZERO,
                                Money.of("1.45"),
                                Instant.parse("2026-04-09T14:31:02Z"),
                                NOW,
                                "indicative"))));
        var first = local.request().getUrl();
        assertThat(first.encodedPath()).isEqualTo("/v1beta1/options/quotes/latest");
        assertThat(first.queryParameter("symbols")).hasSize(100 * 20 - 1).startsWith("NVDA260410C00001000,");
        assertThat(local.request().getUrl().queryParameter("symbols")).isEqualTo("NVDA260410C00101000");
    }

    @Test
    void asksNobodyForNoQuotes() {
        assertThat(market.quotes(List.of())).isEqualTo(new Reply.Answer<>(Map.of()));
        assertThat(local.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"ap\":1.45,\"bp\":-1,\"t\":\"2026-04-09T14:31:02Z\"}", "{\"ap\":1.45,\"bp\":1}", "{}", "null"
            })
    void X27_aQuoteThatSaysNothingIsLeftOut(String quote) {
        local.answers("{\"quotes\":{\"" + CALL_190 + "\":" + quote + "}}");

        assertThat(market.quotes(List.of(OptionContract.parse(CALL_190)))).isEqualTo(new Reply.Answer<>(Map.of()));
    }

    @Test
    void F39_quotesThatCannotBeReadAreUnavailable() {
        for (String body :
                List.of("", "{}", "null", "{\"quotes\":null}", "{\"quotes\":{\"" + CALL_190 + "\":{\"ap\":\"x\"}}}")) {
            local.answers(body);
            assertThat(market.quotes(List.of(OptionContract.parse(CALL_190))))
                    .as(body)
                    .isInstanceOf(Reply.Unavailable.class);
        }
    }

    private long openInterest() {
        Long openInterest =
                market.chain(CALLS).answer().orElseThrow().getFirst().openInterest();
        return openInterest == null ? -1 : openInterest;
    }

    private static String contracts(String rows, String next) {
        return "{\"option_contracts\":[" + rows + "],\"next_page_token\":" + next + "}";
    }

    private static String contract(String symbol, String size, String tradable, String openInterest) {
        return """
                {"id":"98359ef7","symbol":"%s","name":"a call","status":"active","tradable":%s,"expiration_date":"2026-04-10",
                 "root_symbol":"NVDA","underlying_symbol":"NVDA","underlying_asset_id":"b0b6dd9d","type":"call",
                 "style":"american","strike_price":"190","multiplier":"100","size":"%s","open_interest":%s,
                 "open_interest_date":"2026-04-08","close_price":null}""".formatted(symbol, tradable, size, openInterest);
    }
}
