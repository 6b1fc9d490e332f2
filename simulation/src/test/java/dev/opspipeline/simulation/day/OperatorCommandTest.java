package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.positionmanager.PositionManagerApplication;
import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.broker.BrokerHttp;
import dev.opspipeline.sandbox.broker.Caller;
import dev.opspipeline.sandbox.broker.FaultPlan;
import dev.opspipeline.sandbox.broker.HeldOption;
import dev.opspipeline.sandbox.broker.Journal;
import dev.opspipeline.sandbox.broker.OrderTicket;
import dev.opspipeline.sandbox.broker.PaperBroker;
import dev.opspipeline.sandbox.broker.RequestBudget;
import dev.opspipeline.sandbox.broker.SubmitResult;
import dev.opspipeline.sandbox.market.GeneratedBars;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.OptionChainModel;
import dev.opspipeline.sandbox.market.OptionQuote;
import dev.opspipeline.sandbox.market.Seed;
import dev.opspipeline.sandbox.market.TradingCalendar;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The operator's command line as a process of its own, against the paper broker: nothing else of the system is there. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OperatorCommandTest {

    private static final LocalDate FRIDAY = LocalDate.of(2026, 4, 10);
    private static final Instant TEN = Instant.parse("2026-04-10T14:00:00Z");
    private static final String TIER = "large";
    private static final String ENTRY = "large.d.AAPL-20260410T1359-CALL-trend1.e1";
    private static final Caller SOMEBODY = new Caller("dispatcher", "test");

    private final TradingCalendar calendar = new TradingCalendar();
    private final MarketReplay market = MarketReplay.of(
            FRIDAY, GeneratedBars.of(FRIDAY, List.of("AAPL"), calendar, new Seed(7)), calendar, new Seed(7));
    private final OptionChainModel options = new OptionChainModel(market, calendar, new Seed(7));
    private final PaperBroker broker = new PaperBroker(
            List.of(new AccountSpec(TIER, "key-large", "secret-large", "SBX-LARGE-0001", new BigDecimal("55000"))),
            market,
            options,
            new NoJournal(),
            new Seed(7));
    private final Map<String, String> environment = new TreeMap<>();
    private BrokerHttp server;

    private static final class NoJournal implements Journal {
        @Override
        public void record(Instant at, String kind, ObjectNode fields) {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void serve() {
        server = BrokerHttp.start(
                broker, calendar, RequestBudget.generous(200), RequestBudget.generous(200), FaultPlan.none(), 0);
        environment.put("APCA_API_KEY_ID", "key-large");
        environment.put("APCA_API_SECRET_KEY", "secret-large");
        environment.put("ALPACA_ACCOUNT_NUMBER", "SBX-LARGE-0001");
        environment.put("ALPACA_TRADING_URL", "http://127.0.0.1:" + server.port());
        environment.put("ALPACA_DATA_URL", "http://127.0.0.1:" + server.port());
        environment.put("ALPACA_TRADING_STREAM_URL", "ws://127.0.0.1:" + server.port() + "/stream");
        environment.put("ALPACA_DATA_STREAM_URL", "ws://127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Outcome(int code, List<String> lines) {}

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            command,                   left
            close --contract %s,       1
            close-all,                 1
            flatten --include-external, 0
            """)
    void closesWithTheBrokersCredentialsAloneAndShowsTheAccountFlat(String command, int left) throws Exception {
        server.advanceTo(TEN);
        List<ListedOption> calls = calls();
        buy(calls.get(0), 2, ENTRY);
        buy(calls.get(1), 1, "by-hand");
        assertThat(broker.positions(TIER)).hasSize(2);

        Outcome outcome = run(command.formatted(calls.get(0).symbol()), TEN);

        assertThat(outcome.code()).as(outcome.toString()).isZero();
        assertThat(outcome.lines()).last().isEqualTo("Done.");
        assertThat(broker.positions(TIER))
                .extracting(HeldOption::qty)
                .containsExactlyElementsOf(left == 0 ? List.of() : List.of(1));
        assertThat(broker.orders(TIER)).noneMatch(order -> order.isOpen());
    }

    @Test
    void anotherKeyIsSaidAtOnceInALine() throws Exception {
        server.advanceTo(TEN);
        environment.put("APCA_API_SECRET_KEY", "secret-of-somebody");
        refused(
                "flatten",
                TEN,
                2,
                "The broker does not accept the keys (HTTP 401): check APCA_API_KEY_ID and APCA_API_SECRET_KEY.");
    }

    @Test
    void anotherAccountsNumberIsSaidAtOnceInALine() throws Exception {
        server.advanceTo(TEN);
        environment.put("ALPACA_ACCOUNT_NUMBER", "SBX-TINY-0001");
        refused(
                "flatten",
                TEN,
                2,
                "Not the account meant: ALPACA_ACCOUNT_NUMBER must be SBX-LARGE-0001, the number of the account the key"
                        + " belongs to, was SBX-TINY-0001.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAPL260417C00999000", "AAPL"})
    void whatIsNotHeldIsSaidAtOnceInALine(String symbol) throws Exception {
        server.advanceTo(TEN);
        buy(calls().get(0), 2, ENTRY);
        refused("close --contract " + symbol, TEN, 2, symbol + " is not held: nothing was sent.");
        assertThat(broker.positions(TIER)).hasSize(1);
    }

    @Test
    void aMarketThatIsShutIsSaidAtOnceInALine() throws Exception {
        server.advanceTo(TEN);
        buy(calls().get(0), 2, ENTRY);
        Instant evening = Instant.parse("2026-04-10T20:30:00Z");
        server.advanceTo(evening);
        refused(
                "close-all",
                evening,
                1,
                "The market is closed, nothing can be sold: run it again when it is open, or flatten with the kill switch,"
                        + " which waits for that.");
    }

    private void refused(String command, Instant at, int code, String line) throws Exception {
        Outcome outcome = run(command, at);
        assertThat(outcome.lines().stream()
                        .filter(said -> !said.contains("OPEN") && !said.contains("CLOSE_PENDING"))
                        .toList())
                .containsExactly(line);
        assertThat(outcome.code()).isEqualTo(code);
    }

    /** Two calls that cost something, with weeks to go. */
    private List<ListedOption> calls() {
        return options.listed("AAPL").stream()
                .filter(option -> option.symbol().contains("C0")
                        && option.symbol().compareTo("AAPL260417") > 0
                        && options.quote(option)
                                .filter(quote -> quote.hasBid() && quote.bid().compareTo(BigDecimal.ONE) > 0)
                                .isPresent())
                .limit(2)
                .toList();
    }

    private void buy(ListedOption option, int qty, String id) {
        OptionQuote quote = options.quote(option).orElseThrow();
        SubmitResult result = broker.submit(
                TIER,
                SOMEBODY,
                OrderTicket.limit(option.symbol(), qty, "buy", quote.ask().toPlainString(), id, "buy_to_open"));
        assertThat(result).isInstanceOf(SubmitResult.Accepted.class);
    }

    /** The market goes on while the process runs, as fast as its clock. */
    private Outcome run(String command, Instant at) throws IOException, InterruptedException {
        Instant began = Instant.now();
        environment.put("MARKET_CLOCK", "running;speed=1;wall=%s;market=%s".formatted(began, at));
        List<String> line = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PositionManagerApplication.class.getName()));
        line.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            server.advanceTo(at.plus(Duration.between(began, Instant.now())));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.exitValue(), out.lines().toList());
    }
}
