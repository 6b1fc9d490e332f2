package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.Call.Answer;
import dev.opspipeline.sandbox.broker.Call.Refused;
import dev.opspipeline.sandbox.market.Bar;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The market data half of the broker's interface. */
final class DataRoutes {

    private static final int MOST_SYMBOLS = 100;

    private final PaperBroker broker;

    DataRoutes(PaperBroker broker) {
        this.broker = broker;
    }

    Answer chain(Call call) {
        ChainFilter filter = ChainFilter.of(call, LocalDate.MAX);
        List<ListedOption> found = broker.options().listed(call.path("underlying")).stream()
                .filter(filter::accepts)
                .toList();
        Page<ListedOption> page = Page.of(call, found, ListedOption::symbol, call.limit(100, 1000));
        ObjectNode snapshots = Call.object();
        for (ServedQuote served : broker.quotes(call.tier(), call.caller(), page.items())) {
            snapshots.set(served.option().symbol(), DataJson.snapshot(served.quote()));
        }
        ObjectNode answer = Call.object();
        answer.set("snapshots", snapshots);
        return Answer.ok(answer.put("next_page_token", page.nextToken()));
    }

    Answer latestQuotes(Call call) {
        List<String> symbols = call.list("symbols");
        if (symbols.isEmpty() || symbols.size() > MOST_SYMBOLS) {
            throw new Refused(Refusal.badRequest("symbols: 1 to " + MOST_SYMBOLS + " are allowed"));
        }
        List<ListedOption> known = symbols.stream()
                .map(broker.options()::find)
                .flatMap(Optional::stream)
                .toList();
        ObjectNode quotes = Call.object();
        for (ServedQuote served : broker.quotes(call.tier(), call.caller(), known)) {
            quotes.set(served.option().symbol(), DataJson.quote(served.quote()));
        }
        ObjectNode answer = Call.object();
        answer.set("quotes", quotes);
        return Answer.ok(answer);
    }

    Answer bars(Call call) {
        Page<Bar> page = page(call, call.list("symbols"));
        ObjectNode bars = Call.object();
        for (Bar bar : page.items()) {
            bars.withArray(bar.ticker()).add(DataJson.bar(bar));
        }
        ObjectNode answer = Call.object();
        answer.set("bars", bars);
        return Answer.ok(answer.put("next_page_token", page.nextToken()));
    }

    Answer barsOfOne(Call call) {
        Page<Bar> page = page(call, List.of(call.path("symbol")));
        ObjectNode answer = Call.object();
        ArrayNode bars = answer.putArray("bars");
        page.items().forEach(bar -> bars.add(DataJson.bar(bar)));
        return Answer.ok(answer.put("symbol", call.path("symbol")).put("next_page_token", page.nextToken()));
    }

    private Page<Bar> page(Call call, List<String> symbols) {
        if (symbols.isEmpty()) {
            throw new Refused(Refusal.badRequest("symbols is required"));
        }
        String timeframe = call.query("timeframe").orElse("");
        if (!timeframe.equals("1Min") && !timeframe.equals("1T")) {
            throw new Refused(Refusal.badRequest("only timeframe 1Min is served here, not '" + timeframe + "'"));
        }
        Instant midnight = TradingCalendar.dateOf(broker.now())
                .atStartOfDay(TradingCalendar.NEW_YORK)
                .toInstant();
        Instant start = call.instant("start").orElse(midnight);
        Instant end = call.instant("end").orElse(Instant.MAX);
        List<Bar> found = new ArrayList<>();
        for (String symbol : new TreeSet<>(symbols)) {
            List<Bar> ofSymbol = new ArrayList<>(broker.read(market -> market.known(symbol)).stream()
                    .filter(bar -> !bar.start().isBefore(start) && !bar.start().isAfter(end))
                    .toList());
            if (call.query("sort").orElse("asc").equals("desc")) {
                Collections.reverse(ofSymbol);
            }
            found.addAll(ofSymbol);
        }
        return Page.of(call, found, bar -> bar.ticker() + "|" + bar.start(), call.limit(1000, 10_000));
    }
}
