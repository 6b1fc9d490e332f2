package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Bust;
import dev.opspipeline.simulation.audit.BrokerFact.Fill;
import dev.opspipeline.simulation.audit.BrokerFact.Funds;
import dev.opspipeline.simulation.audit.BrokerFact.OrderUpdate;
import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import dev.opspipeline.simulation.audit.BrokerFact.Statement;
import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the broker's facts in order, one at a time. */
final class BrokerFacts {

    private final Path file;
    private final Set<String> accounts;
    private long lastSequence = Long.MIN_VALUE;

    BrokerFacts(Path file, Set<String> accounts) {
        this.file = file;
        this.accounts = accounts;
    }

    void each(Consumer<BrokerFact> reader) {
        Line.each(file, line -> {
            long sequence = line.amount("seq").longValue();
            if (sequence <= lastSequence) {
                throw new UnreadableRecord(
                        "%s: seq %d does not follow %d".formatted(line.place(), sequence, lastSequence));
            }
            lastSequence = sequence;
            BrokerFact fact = fact(line);
            if (fact.account() != null && !accounts.contains(fact.account())) {
                throw new UnreadableRecord(
                        "%s: account '%s' is not in run.json".formatted(line.place(), fact.account()));
            }
            reader.accept(fact);
        });
    }

    private static BrokerFact fact(Line line) {
        String kind = line.text("kind");
        return switch (kind) {
            case "account" ->
                new Statement(
                        line.instant("at"),
                        line.text("account"),
                        line.text("account_number"),
                        line.amount("cash"),
                        line.amount("equity"),
                        line.amount("last_equity"));
            case "quote" ->
                new Quote(
                        line.instant("at"),
                        line.optionalText("account").orElse(null),
                        line.optionalText("service").orElse(""),
                        line.text("symbol"),
                        line.optionalAmount("bid").orElse(BigDecimal.ZERO),
                        line.optionalAmount("ask").orElse(BigDecimal.ZERO));
            case "submit" -> submit(line);
            case "fill" -> fill(line);
            case "bust" ->
                new Bust(
                        line.instant("at"),
                        line.text("account"),
                        line.text("order_id"),
                        line.text("client_order_id"),
                        line.text("symbol"),
                        oneOf(line, "side", "buy", "sell"),
                        line.count("qty"),
                        line.amount("price"));
            case "order" ->
                new OrderUpdate(
                        line.instant("at"),
                        line.text("account"),
                        line.text("order_id"),
                        line.text("client_order_id"),
                        line.text("status"));
            default -> throw new UnreadableRecord("%s: unknown kind '%s'".formatted(line.place(), kind));
        };
    }

    /** A refused order may hold anything, or nothing: only an accepted one has to be complete. */
    private static Submit submit(Line line) {
        boolean accepted = oneOf(line, "outcome", "accepted", "refused");
        String clientOrderId = line.optionalText("client_order_id").orElse("");
        return new Submit(
                line.instant("at"),
                line.text("account"),
                line.optionalText("service").orElse(""),
                clientOrderId,
                accepted ? line.text("symbol") : line.optionalText("symbol").orElse(""),
                accepted
                        ? oneOf(line, "side", "buy", "sell")
                        : line.optionalText("side").orElse("").equals("buy"),
                accepted ? line.count("qty") : 0,
                accepted ? line.optionalAmount("limit_price").orElse(null) : null,
                line.optionalText("position_intent").orElse("none"),
                accepted,
                line.optionalText("order_id").orElse(clientOrderId),
                funds(line, accepted));
    }

    private static @Nullable Funds funds(Line line, boolean needed) {
        return needed || line.optionalAmount("equity").isPresent()
                ? new Funds(
                        line.amount("cash"),
                        line.amount("equity"),
                        line.amount("last_equity"),
                        line.amount("options_buying_power"))
                : null;
    }

    private static Fill fill(Line line) {
        return new Fill(
                line.instant("at"),
                line.text("account"),
                line.text("order_id"),
                line.text("client_order_id"),
                line.text("symbol"),
                oneOf(line, "side", "buy", "sell"),
                line.count("qty"),
                line.amount("price"),
                line.amount("bid"),
                line.amount("ask"),
                line.count("position_qty"));
    }

    private static boolean oneOf(Line line, String field, String yes, String no) {
        String value = line.text(field);
        if (!value.equals(yes) && !value.equals(no)) {
            throw new UnreadableRecord(
                    "%s: %s must be %s or %s, was '%s'".formatted(line.place(), field, yes, no, value));
        }
        return value.equals(yes);
    }
}
