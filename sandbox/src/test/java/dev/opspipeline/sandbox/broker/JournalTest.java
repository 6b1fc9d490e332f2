package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.TINY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class JournalTest {

    private final TestAccounts accounts = new TestAccounts();

    @Test
    void startsWithEveryAccountAsItOpened() {
        assertThat(accounts.journal).hasSize(2);
        assertThat(accounts.journal.getFirst().toString())
                .isEqualTo("{\"at\":\"2026-04-10T13:30:00Z\",\"kind\":\"account\",\"account\":\"tiny\","
                        + "\"account_number\":\"SBX-TINY-0001\",\"cash\":\"1804.00\",\"equity\":\"1804.00\","
                        + "\"last_equity\":\"1804.00\"}");
    }

    @Test
    void tellsTheStoryOfAFill() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        assertThat(accounts.journal.stream()
                        .skip(2)
                        .map(fact -> fact.path("kind").asString("") + " "
                                + fact.path("status").asString("")))
                .containsExactly("submit ", "order new", "quote ", "fill ", "order filled");
        JsonNode submit = accounts.facts("submit").getFirst();
        assertThat(names(submit))
                .containsExactly(
                        "at",
                        "kind",
                        "account",
                        "service",
                        "client_order_id",
                        "symbol",
                        "side",
                        "qty",
                        "type",
                        "limit_price",
                        "position_intent",
                        "outcome",
                        "order_id",
                        "code",
                        "message",
                        "cash",
                        "equity",
                        "last_equity",
                        "options_buying_power");
        assertThat(submit.path("outcome").asString("")).isEqualTo("accepted");
        assertThat(submit.path("service").asString("")).isEqualTo("dispatcher");
        assertThat(submit.path("cash").asString("")).isEqualTo("1804.00");
        JsonNode quote = accounts.facts("quote").getFirst();
        assertThat(quote.path("service").asString("")).isEqualTo("broker");
        JsonNode fill = accounts.facts("fill").getFirst();
        assertThat(fill.path("price")).isEqualTo(quote.path("ask"));
        assertThat(names(fill))
                .containsExactly(
                        "at",
                        "kind",
                        "account",
                        "order_id",
                        "client_order_id",
                        "execution_id",
                        "symbol",
                        "side",
                        "qty",
                        "price",
                        "bid",
                        "ask",
                        "position_qty");
    }

    @Test
    void tellsWhyAnOrderWasRefused() {
        accounts.refused(TINY, accounts.buy(100, "9.00", "a"));
        JsonNode submit = accounts.facts("submit").getFirst();
        assertThat(submit.path("outcome").asString("")).isEqualTo("refused");
        assertThat(submit.path("code").asInt()).isEqualTo(40_310_000);
        assertThat(submit.path("order_id").isNull()).isTrue();
        assertThat(accounts.facts("order")).isEmpty();
    }

    @Test
    void endsWithEveryAccountAtMid() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        accounts.broker.close();
        JsonNode end = accounts.facts("account").get(2);
        assertThat(end.path("equity").asString(""))
                .isEqualTo(accounts.broker.state(TINY).equity().toPlainString())
                .isNotEqualTo(end.path("cash").asString(""));
    }

    @Test
    void aFileHoldsOneNumberedFactPerLine(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("broker.jsonl");
        try (JournalFile journal = new JournalFile(file)) {
            for (int i = 0; i < 2; i++) {
                journal.record(
                        Instant.parse("2026-04-10T13:30:00Z"),
                        "order",
                        JsonNodeFactory.instance.objectNode().put("account", "tiny"));
            }
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"seq\":1,\"at\":\"2026-04-10T13:30:00Z\",\"kind\":\"order\",\"account\":\"tiny\"}",
                        "{\"seq\":2,\"at\":\"2026-04-10T13:30:00Z\",\"kind\":\"order\",\"account\":\"tiny\"}");
    }

    private static List<String> names(JsonNode fact) {
        return List.copyOf(fact.propertyNames());
    }
}
