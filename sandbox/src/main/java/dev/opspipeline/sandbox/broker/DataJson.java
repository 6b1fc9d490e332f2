package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.market.Bar;
import dev.opspipeline.sandbox.market.OptionQuote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The market data interface's objects: prices are numbers. */
final class DataJson {

    private static final int SIZE = 50;
    private static final int SHARES_PER_TRADE = 100;

    private DataJson() {}

    static ObjectNode bar(Bar bar) {
        return object().put("t", bar.start().toString())
                .put("o", bar.open())
                .put("h", bar.high())
                .put("l", bar.low())
                .put("c", bar.close())
                .put("v", bar.volume())
                .put("n", Math.max(1, bar.volume() / SHARES_PER_TRADE))
                .put("vw", rounded((bar.high() + bar.low() + bar.close()) / 3));
    }

    static ObjectNode streamedBar(Bar bar) {
        ObjectNode json = object().put("T", "b").put("S", bar.ticker());
        json.setAll(bar(bar));
        return json;
    }

    static ObjectNode quote(OptionQuote quote) {
        return object().put("t", quote.at().toString())
                .put("bp", quote.bid())
                .put("bs", quote.hasBid() ? SIZE : 0)
                .put("bx", "W")
                .put("ap", quote.ask())
                .put("as", SIZE)
                .put("ax", "W")
                .put("c", "A");
    }

    /** Greeks only where somebody bids, a last trade and a daily bar only where something traded. */
    static ObjectNode snapshot(OptionQuote quote) {
        ObjectNode json = object();
        json.set("latestQuote", quote(quote));
        if (quote.hasBid()) {
            json.put("impliedVolatility", rounded(quote.impliedVolatility()));
            json.set(
                    "greeks",
                    object().put("delta", rounded(quote.delta()))
                            .put("gamma", rounded(quote.gamma()))
                            .put("theta", rounded(quote.theta()))
                            .put("vega", rounded(quote.vega()))
                            .put("rho", 0.0));
        }
        if (quote.volume() > 0) {
            BigDecimal price = quote.mid().setScale(2, RoundingMode.HALF_UP);
            json.set(
                    "latestTrade",
                    object().put("t", quote.at().toString())
                            .put("p", price)
                            .put("s", 1)
                            .put("x", "W")
                            .put("c", "I"));
            json.set(
                    "dailyBar",
                    object().put("t", quote.at().toString())
                            .put("o", price)
                            .put("h", price)
                            .put("l", price)
                            .put("c", price)
                            .put("v", quote.volume())
                            .put("n", quote.volume())
                            .put("vw", price));
        }
        return json;
    }

    private static double rounded(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP).doubleValue()
                : 0;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
