package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's own hand: the broker and nothing else. */
class OperatorDeskTest {

    private static final OptionContract BY_HAND = OptionContract.parse("NVDA260417C00200000");

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Runnable> results = new ArrayDeque<>();

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            command,                                held, byHand
            close --contract NVDA260417C00190000,   0,    1
            close --contract NVDA260417C00200000,   2,    0
            close-all,                              0,    1
            close-all --include-external,           0,    0
            flatten,                                0,    1
            flatten --include-external,             0,    0
            """)
    void closesWhatItIsAskedToAndNothingElse(String command, int held, int byHand) {
        exchange.quote(CALL, "0.10", "0.12");
        exchange.quote(BY_HAND, "1.00", "1.02");
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        exchange.buys("by-hand", BY_HAND, 1, "1.00");
        exchange.advance(exchange.now.plusSeconds(1));

        assertThat(run(command)).isTrue();

        assertThat(exchange.held(CALL)).isEqualTo(held);
        assertThat(exchange.held(BY_HAND)).isEqualTo(byHand);
        assertThat(exchange.leastHeld).isZero();
        assertThat(exchange.submitted)
                .allSatisfy(order -> assertThat(order.intent()).isEqualTo(PositionIntent.SELL_TO_CLOSE));
        assertThat(out.toString(UTF_8)).contains("closed");
    }

    @Test
    void F01_aShortStockPositionIsBoughtBack() {
        Ticker stock = new Ticker("NVDA");
        exchange.held.put(stock, -100);
        exchange.leastHeld = 0;

        assertThat(run("close --contract NVDA")).isFalse();

        assertThat(exchange.submitted.getFirst()).satisfies(order -> {
            assertThat(order.intent()).isEqualTo(PositionIntent.BUY_TO_CLOSE);
            assertThat(order.quantity()).isEqualTo(100);
        });
    }

    @Test
    void aFlattenCancelsRestingEntriesAndSellsWhatTheyBought() {
        exchange.quote(CALL, "1.00", "1.02");
        exchange.buysPartly(DAY_ENTRY, CALL, 3, 1, "1.00");
        exchange.advance(exchange.now.plusSeconds(1));

        assertThat(run("flatten")).isTrue();

        assertThat(exchange.orders.get(DAY_ENTRY))
                .extracting(BrokerOrder::status)
                .isEqualTo(OrderStatus.CANCELED);
        assertThat(exchange.held(CALL)).isZero();
    }

    @Test
    void X24_besideARunningServiceNothingIsSoldTwice() {
        ExitRig service = new ExitRig(exchange);
        exchange.quote(CALL, "1.00", "1.02");
        service.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        service.step();
        exchange.faults.add(SimulatedExchange.Fault.RESTS);
        OperatorDesk desk = desk("close-all");
        for (int i = 0; i < 30; i++) {
            exchange.advance(exchange.now.plusSeconds(1));
            boolean unused = desk.isDone();
            while (!results.isEmpty()) {
                results.removeFirst().run();
            }
            if (i % 5 == 0) {
                service.pass();
            }
            service.drain();
        }

        assertThat(exchange.held(CALL)).isZero();
        assertThat(exchange.leastHeld).isZero();
        assertThat(service.sold()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            begins              | left | line
            2026-04-10T10:00:00 | 0    | NVDA260409C00190000 expired and cannot be sold any more
            2026-04-10T15:59:55 | 0    | NVDA260409C00190000 expired and cannot be sold any more
            2026-04-10T15:59:59 | 2    | The market is closed, nothing can be sold
            2026-04-10T16:00:00 | 2    | The market is closed, nothing can be sold
            """)
    void X40_oneThatCannotBeTradedKeepsNobodyFromWaitingForTheOthers(String begins, int left, String line) {
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        exchange.buys(DAY_ENTRY.replace("T1431", "T1432"), ExitRig.EXPIRES_TODAY, 1, "1.00");
        exchange.advance(ExitRig.newYork(begins));
        exchange.quote(CALL, "1.00", "1.02");
        exchange.faults.add(SimulatedExchange.Fault.UNCOVERED);
        OperatorDesk desk = desk("close-all");
        for (int i = 0; i < 60 && desk.problem().isEmpty(); i++) {
            assertThat(desk.isDone()).isFalse();
            while (!results.isEmpty()) {
                results.removeFirst().run();
            }
            exchange.advance(exchange.now.plusSeconds(1));
        }

        assertThat(desk.problem())
                .hasValueSatisfying(problem -> assertThat(problem.line()).startsWith(line));
        assertThat(exchange.held(CALL)).isEqualTo(left);
    }

    @Test
    void theTierIsFoundInTheAccountsOwnOrders() {
        BrokerAccess access = new BrokerAccess(exchange, exchange, exchange);
        assertThat(OperatorDesk.tierOf(access, exchange.now)).isEmpty();
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        assertThat(OperatorDesk.tierOf(access, exchange.now)).contains(Tier.TINY);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            command                       | problem
            sell                          | command must be close, close-all or flatten, was 'sell'
            close                         | close needs --contract SYMBOL
            close --contract              | option --contract needs a value
            close-all --contract NVDA     | close-all takes no --contract
            flatten --now                 | option '--now' is not known
            flatten --wait soon           | --wait must be a whole number of seconds, was 'soon'
            flatten --wait 0              | --wait must be at least 1, was '0'
            close --contract NVDA260417C  | --contract must be a contract like NVDA260410C00190000 or a ticker like NVDA, was 'NVDA260417C'
            """)
    void aCommandThatMeansNothingIsRefusedWithItsReason(String command, String problem) {
        assertThatThrownBy(() -> OperatorOrder.parse(command.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    @Test
    void withoutCredentialsItSaysWhichOneIsMissing() {
        int code = OperatorService.run(
                new String[] {"flatten"}, Map.of("APCA_API_KEY_ID", "AK"), new PrintStream(out, true, UTF_8));

        assertThat(code).isEqualTo(2);
        assertThat(out.toString(UTF_8)).startsWith("APCA_API_SECRET_KEY must be set");
    }

    private OperatorDesk desk(String command) {
        return new OperatorDesk(
                OperatorOrder.parse(command.split(" ")),
                Tier.TINY,
                new BrokerAccess(exchange, exchange, exchange),
                new ExitRig.Clock(exchange),
                results::add,
                new PrintStream(out, true, UTF_8));
    }

    private boolean run(String command) {
        OperatorDesk desk = desk(command);
        for (int i = 0; i < 60; i++) {
            exchange.advance(exchange.now.plusSeconds(1));
            if (desk.isDone()) {
                return true;
            }
            while (!results.isEmpty()) {
                results.removeFirst().run();
            }
        }
        return false;
    }
}
