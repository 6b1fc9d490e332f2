package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.opspipeline.account.Activity;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.sandbox.market.TestMarket;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The broker's own description of its interface, where it is at hand, against everything that the services send and
 * understand, and that the sandbox answers.
 */
class OfficialInterfaceTest {

    private static final Path DOCUMENTS = Path.of(System.getProperty("project.root", "."), "../shared/alpaca");
    /** The schema has a format for instants there, the description says dates, and dates are what the broker's own clients send. */
    private static final Predicate<String> DATES_OF_THE_CALENDAR = Pattern.compile(
                    "GET /v2/calendar: parameter (start|end)=\\d{4}-\\d\\d-\\d\\d: .*date-time.*")
            .asMatchPredicate();

    private static final LocalDate TODAY = LocalDate.of(2026, 4, 10);

    private final TestAccounts accounts = new TestAccounts();
    private final BrokerHttp server = BrokerHttp.start(
            accounts.broker,
            TestMarket.CALENDAR,
            RequestBudget.generous(200),
            RequestBudget.generous(200),
            FaultPlan.none(),
            0);
    private final RecordingProxy proxy = RecordingProxy.before(server);
    private final RecordingProxy canned = RecordingProxy.alone();
    private final ServicesEdge client = new ServicesEdge(proxy.port(), "SBX-TINY-0001");

    @BeforeEach
    void needsTheDocuments() {
        assumeTrue(
                Files.isDirectory(DOCUMENTS),
                "skipped: no OpenAPI documents of the broker in " + DOCUMENTS.normalize());
    }

    @AfterEach
    void stop() {
        client.connection.close();
        proxy.close();
        canned.close();
        server.close();
    }

    private static OpenApi document(String path) {
        return OpenApi.read(DOCUMENTS.resolve(isTrading(path) ? "trading.openapi.yaml" : "data.openapi.yaml"));
    }

    private static boolean isTrading(String path) {
        return path.startsWith("/v2/") && !path.startsWith("/v2/stocks");
    }

    @Test
    void everyRequestOfOursAndEveryAnswerOfTheSandboxIsAsTheBrokerDescribesIt() {
        everyCall();

        OpenApi trading = document("/v2/orders");
        OpenApi data = document("/v2/stocks/bars");
        List<String> faults = new ArrayList<>();
        for (OpenApi.Exchange exchange : proxy.exchanges()) {
            (isTrading(exchange.path()) ? trading : data)
                    .faults(exchange)
                    .forEach(fault -> faults.add(exchange.method() + " " + exchange.path() + ": " + fault));
        }
        faults.removeIf(DATES_OF_THE_CALENDAR);
        assertThat(faults).isEmpty();
        assertThat(proxy.exchanges()).extracting(OpenApi.Exchange::status).contains(200, 204, 403, 404, 422);
        assertThat(proxy.exchanges()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            method | target                        | body                                             | fault
            GET    | /v2/orders?status=open        | -                                                | -
            GET    | /v2/orders?state=open         | -                                                | parameter state is unknown
            GET    | /v2/orders?status=opened      | -                                                | parameter status=opened
            GET    | /v2/orders?limit=many         | -                                                | parameter limit=many
            GET    | /v2/orders:by_client_order_id | -                                                | parameter client_order_id is missing
            GET    | /v2/orders/1                  | -                                                | parameter order_id=1
            GET    | /v2/order                     | -                                                | no path /v2/order
            PUT    | /v2/orders                    | -                                                | no PUT /v2/orders
            POST   | /v2/orders                    | {"type":"limit","time_in_force":"day"}           | -
            POST   | /v2/orders                    | {"type":"limited","time_in_force":"day"}         | request
            POST   | /v2/orders                    | {"type":"limit","time_in_force":"day","lots":"1"} | request
            POST   | /v2/orders                    | {"type":"limit","time_in_force":"day","qty":1}   | request
            """)
    void whatTheBrokerDoesNotDescribeIsFound(
            String method, String target, @Nullable String body, @Nullable String fault) {
        String answer =
                method.equals("POST") ? "{\"notional\":null,\"type\":\"limit\",\"time_in_force\":\"day\"}" : "[]";
        List<String> faults = document("/v2/orders")
                .faults(new OpenApi.Exchange(method, target, body == null ? "" : body, 200, answer));

        if (fault == null) {
            assertThat(faults).isEmpty();
        } else {
            assertThat(faults).anyMatch(found -> found.startsWith(fault));
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            status | answer
            200    | {}
            200    | [{"notional":null,"type":"limit","time_in_force":"day","lots":1}]
            200    | [{"notional":null,"type":"limited","time_in_force":"day"}]
            404    | {"message":"order not found"}
            """)
    void whatTheSandboxShouldNotAnswerIsFound(int status, String answer) {
        assertThat(document("/v2/orders").faults(new OpenApi.Exchange("GET", "/v2/orders", "", status, answer)))
                .isNotEmpty()
                .allMatch(fault -> fault.startsWith("answer"));
    }

    /** All that the services ever ask a broker, most of it answered and some of it refused. */
    private void everyCall() {
        answered(client.broker.account());
        answered(client.broker.belts());
        answered(client.broker.sessions(TODAY.minusDays(3), TODAY));
        answered(client.broker.netTransfers(TODAY));
        answered(client.broker.submit(buy("filled", 1, accounts.quote().ask().toPlainString())));
        BrokerOrder resting = answered(client.broker.submit(buy("resting", 1, "0.01")));
        assertThat(client.broker.submit(buy("resting", 1, "0.01"))).isInstanceOf(Reply.Refused.class);
        assertThat(client.broker.submit(buy("dear", 100, "5.00"))).isInstanceOf(Reply.Refused.class);
        assertThat(answered(client.broker.positions())).hasSize(1);
        assertThat(answered(client.broker.openOrders())).hasSize(1);
        answered(client.broker.cancel(resting.id()));
        assertThat(client.broker.cancel(resting.id())).isInstanceOf(Reply.Refused.class);
        answered(client.broker.order(id("resting")));
        assertThat(client.broker.order(id("none"))).isInstanceOf(Reply.Refused.class);
        ClientOrderId close = ClientOrderId.Close.of(Tier.TINY, contract(), "adopted", 1);
        answered(client.broker.submit(new OrderRequest(close, contract(), PositionIntent.SELL_TO_CLOSE, 1, null)));
        assertThat(answered(client.broker.ordersSince(TEN))).hasSize(3);
        accounts.broker.advanceTo(TEN.plusSeconds(60));
        assertThat(answered(client.activities.since(TODAY))).hasSize(2).allMatch(Activity.Fill.class::isInstance);
        assertThat(answered(client.options.chain(chain("190", "210")))).isNotEmpty();
        assertThat(answered(client.options.quotes(List.of(contract())))).hasSize(1);
        assertThat(answered(client.history.bars(List.of(new Ticker("AAPL")), TEN.minusSeconds(600), TEN)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            path                                            | read as | examples
            /v2/account                                     | account | 1
            /v2/orders                                      | orders  | 5
            /v1beta1/options/quotes/latest                  | quotes  | 1
            /v1beta1/options/snapshots/{underlying_symbol}  | chain   | 1
            /v2/stocks/bars                                 | bars    | 1
            """)
    void everyExampleOfTheBrokersIsUnderstood(String path, String readAs, int least) {
        Map<String, JsonNode> examples = document(path).examples(path);

        assertThat(examples).hasSizeGreaterThanOrEqualTo(least);
        assertThat(examples).allSatisfy((name, example) -> {
            ServicesEdge reader = new ServicesEdge(canned.port(), "PALPACA_123");
            assertThat(read(readAs, reader, example)).as(name).isInstanceOf(Reply.Answer.class);
            reader.connection.close();
        });
    }

    private Reply<?> read(String as, ServicesEdge reader, JsonNode example) {
        // The pages after the first are no part of an example.
        String page = example.toString().replaceAll("\"next_page_token\":\"[^\"]*\"", "\"next_page_token\":null");
        return switch (as) {
            case "account" -> {
                canned.answers(page);
                yield reader.broker.account();
            }
            case "orders" -> {
                canned.answers("[" + page + "]");
                yield reader.broker.openOrders();
            }
            case "quotes" -> {
                canned.answers(page);
                List<OptionContract> asked = contracts(example.path("quotes"));
                yield reader.options.quotes(asked).map(found -> filled(found.keySet(), asked));
            }
            case "chain" -> {
                canned.answers(listing(contracts(example.path("snapshots"))), page);
                yield reader.options.chain(chain("1", "1000")).map(found -> filled(found, List.of()));
            }
            case "bars" -> {
                canned.answers(page);
                yield reader.history.bars(List.of(new Ticker("AAPL")), TEN, TEN).map(found -> filled(found, List.of()));
            }
            case String other -> throw new IllegalArgumentException(other);
        };
    }

    private static List<OptionContract> contracts(JsonNode bySymbol) {
        return bySymbol.propertyNames().stream().map(OptionContract::parse).toList();
    }

    private static String listing(List<OptionContract> contracts) {
        return contracts.stream()
                .map(contract -> "{\"symbol\":\"" + contract.symbol() + "\"}")
                .collect(Collectors.joining(",", "{\"option_contracts\":[", "],\"next_page_token\":null}"));
    }

    private static <T> Collection<T> filled(Collection<T> found, Collection<T> atLeast) {
        assertThat(found).isNotEmpty().containsAll(atLeast);
        return found;
    }

    private static OptionMarket.ChainQuery chain(String lowest, String highest) {
        return new OptionMarket.ChainQuery(
                new Ticker("AAPL"), OptionType.CALL, TODAY, TODAY.plusDays(7), Money.of(lowest), Money.of(highest));
    }

    private OptionContract contract() {
        return OptionContract.parse(accounts.symbol());
    }

    private OrderRequest buy(String name, int quantity, String limit) {
        return new OrderRequest(id(name), contract(), PositionIntent.BUY_TO_OPEN, quantity, Money.of(limit));
    }

    private static ClientOrderId id(String name) {
        return new ClientOrderId.Entry(Tier.TINY, Strategy.DAY, new RecommendationId(name), 1);
    }

    private static <T> T answered(Reply<T> reply) {
        return reply.answer().orElseThrow(() -> new AssertionError(reply));
    }
}
