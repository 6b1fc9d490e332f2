package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.OptionChainModel;
import dev.opspipeline.sandbox.market.OptionQuote;
import dev.opspipeline.sandbox.market.Seed;
import dev.opspipeline.sandbox.market.TestMarket;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Two paper accounts half an hour after the open, with a journal that can be read. */
final class TestAccounts {

    static final String TINY = "tiny";
    static final String LARGE = "large";
    static final Caller DISPATCHER = new Caller("dispatcher", "d-1");
    static final Instant TEN = TestMarket.OPEN.plusSeconds(1800);

    final List<JsonNode> journal = new ArrayList<>();
    final MarketReplay market;
    final OptionChainModel options;
    final PaperBroker broker;

    TestAccounts() {
        this(TEN);
    }

    TestAccounts(Instant at) {
        market = TestMarket.replay(7);
        options = new OptionChainModel(market, TestMarket.CALENDAR, new Seed(7));
        broker = new PaperBroker(
                List.of(
                        new AccountSpec(TINY, "key-tiny", "secret-tiny", "SBX-TINY-0001", new BigDecimal("1804.00")),
                        new AccountSpec(LARGE, "key-large", "secret-large", "SBX-LARGE-0001", new BigDecimal("55000"))),
                market,
                options,
                new ListJournal(),
                new Seed(7));
        broker.advanceTo(at);
        broker.takeEvents();
    }

    private final class ListJournal implements Journal {
        @Override
        public void record(Instant at, String kind, ObjectNode fields) {
            ObjectNode fact = JsonNodeFactory.instance
                    .objectNode()
                    .put("at", at.toString())
                    .put("kind", kind);
            fact.setAll(fields);
            journal.add(fact);
        }

        @Override
        public void close() {}
    }

    /** A call on AAPL that expires on Monday, some way out of the money. */
    ListedOption call() {
        return options.find("AAPL260413C00202500").orElseThrow();
    }

    String symbol() {
        return call().symbol();
    }

    OptionQuote quote() {
        return options.quote(call()).orElseThrow();
    }

    OrderTicket buy(int qty, String limit, String id) {
        return OrderTicket.limit(symbol(), qty, "buy", limit, id, "buy_to_open");
    }

    OrderTicket buyAtAsk(int qty, String id) {
        return buy(qty, quote().ask().toPlainString(), id);
    }

    OrderTicket sell(int qty, String id) {
        return OrderTicket.market(symbol(), qty, "sell", id, "sell_to_close");
    }

    PaperOrder accepted(String tier, OrderTicket ticket) {
        return switch (broker.submit(tier, DISPATCHER, ticket)) {
            case SubmitResult.Accepted accepted -> accepted.order();
            case SubmitResult.Refused refused -> throw new AssertionError(refused.refusal());
        };
    }

    Refusal refused(String tier, OrderTicket ticket) {
        return switch (broker.submit(tier, DISPATCHER, ticket)) {
            case SubmitResult.Accepted accepted -> throw new AssertionError(accepted.order());
            case SubmitResult.Refused refused -> refused.refusal();
        };
    }

    PaperOrder order(String tier, String clientOrderId) {
        return broker.orderByClientId(tier, clientOrderId).orElseThrow();
    }

    /** A client order id whose order of three contracts fills in so many executions. */
    String idThatFillsIn(int executions) {
        for (int i = 0; i < 200; i++) {
            TestAccounts trial = new TestAccounts();
            trial.accepted(LARGE, trial.buyAtAsk(3, "trial-" + i));
            boolean partial = trial.order(LARGE, "trial-" + i).filledQty() < 3;
            if (partial == (executions == 2)) {
                return "trial-" + i;
            }
        }
        throw new AssertionError("no id fills in " + executions);
    }

    List<JsonNode> facts(String kind) {
        return journal.stream()
                .filter(fact -> fact.path("kind").asString("").equals(kind))
                .toList();
    }
}
