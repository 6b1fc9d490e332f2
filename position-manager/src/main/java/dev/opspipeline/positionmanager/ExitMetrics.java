package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.DeskFigures;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the exits of one account show of themselves. Set on the account's thread, read by anybody. */
final class ExitMetrics {

    private static final String TIER = "tier";

    private final Tier tier;
    private final MeterRegistry meters;
    private final Timer quoteToOrder;
    private final DistributionSummary slippage;
    private final AtomicReference<State> state = new AtomicReference<>(new State(null, false));

    /** @param figures null while this instance stands by: no data, rather than a zero that means nothing */
    private record State(@Nullable DeskFigures figures, boolean acting) {}

    ExitMetrics(Tier tier, MeterRegistry meters) {
        this.tier = tier;
        this.meters = meters;
        quoteToOrder = Timer.builder("exits.quote.to.order")
                .description("market time from the quote to the closing order")
                .tag(TIER, tier.id())
                .publishPercentileHistogram()
                .register(meters);
        slippage = DistributionSummary.builder("exits.slippage.dollars")
                .description("received less than the mark at the trigger promised; what was more counts as 0")
                .tag(TIER, tier.id())
                .register(meters);
        gauge("exits.held", "positions held", DeskFigures::held);
        gauge("exits.stop.coverage", "held contracts whose stop would fire, of all", DeskFigures::stopCoverage);
        gauge("exits.oldest.price.seconds", "age of the oldest price of a planned contract", ExitMetrics::oldestPrice);
        gauge("exits.stuck.closes", "closes that failed three times or more", DeskFigures::stuck);
        gauge("exits.unpriced", "positions gone with nobody to say for how much", DeskFigures::unpriced);
        counter("exits.quotes.discarded", "crossed, one-sided or impossible quotes", DeskFigures::discardedQuotes);
        counter("exits.reconcile.differences", "between book and broker, unexplained", DeskFigures::differences);
        Gauge.builder("exits.acting", state, held -> held.get().acting() ? 1 : 0)
                .description("1 where this instance closes positions, 0 where it stands by")
                .tag(TIER, tier.id())
                .register(meters);
    }

    private void gauge(String name, String description, ToDoubleFunction<DeskFigures> figure) {
        Gauge.builder(name, state, held -> value(held.get(), figure))
                .description(description)
                .tag(TIER, tier.id())
                .register(meters);
    }

    private void counter(String name, String description, ToDoubleFunction<DeskFigures> figure) {
        FunctionCounter.builder(name, state, held -> {
                    double value = value(held.get(), figure);
                    return Double.isNaN(value) ? 0 : value;
                })
                .description(description)
                .tag(TIER, tier.id())
                .register(meters);
    }

    private static double value(State state, ToDoubleFunction<DeskFigures> figure) {
        DeskFigures figures = state.figures();
        return figures == null ? Double.NaN : figure.applyAsDouble(figures);
    }

    private static double oldestPrice(DeskFigures figures) {
        Duration age = figures.oldestPrice();
        return age == null ? Double.NaN : age.toMillis() / 1000.0;
    }

    /** @param figures null while standing by */
    void show(@Nullable DeskFigures figures) {
        state.set(new State(figures, figures != null));
    }

    void ordered(Duration sinceQuote) {
        quoteToOrder.record(sinceQuote.isNegative() ? Duration.ZERO : sinceQuote);
    }

    void closed(ClosedTrade trade) {
        meters.counter("exits.closed", TIER, tier.id(), "reason", trade.reason().name())
                .increment();
        if (trade.slippage() != null) {
            slippage.record(Math.max(0, trade.slippage().doubleValue()));
        }
    }
}
