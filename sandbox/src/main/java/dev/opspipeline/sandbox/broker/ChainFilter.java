package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.Call.Refused;
import dev.opspipeline.sandbox.market.ListedOption;
import java.time.LocalDate;

/** Which contracts a request asks for; all bounds are inclusive. */
record ChainFilter(boolean calls, boolean puts, LocalDate first, LocalDate last, double lowest, double highest) {

    /** The last expiry is the given one when the request names none. */
    static ChainFilter of(Call call, LocalDate usualLast) {
        String type = call.query("type").orElse("");
        if (!type.isEmpty() && !type.equals("call") && !type.equals("put")) {
            throw new Refused(Refusal.badRequest("invalid type: " + type));
        }
        return new ChainFilter(
                !type.equals("put"),
                !type.equals("call"),
                call.date("expiration_date")
                        .or(() -> call.date("expiration_date_gte"))
                        .orElse(LocalDate.MIN),
                call.date("expiration_date")
                        .or(() -> call.date("expiration_date_lte"))
                        .orElse(usualLast),
                call.number("strike_price_gte").orElse(0.0),
                call.number("strike_price_lte").orElse(Double.MAX_VALUE));
    }

    boolean accepts(ListedOption option) {
        double strike = option.strike().doubleValue();
        return (option.call() ? calls : puts)
                && !option.expiry().isBefore(first)
                && !option.expiry().isAfter(last)
                && strike >= lowest
                && strike <= highest;
    }
}
