package dev.opspipeline.simulation.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client order id read back by its documented shape. */
sealed interface OrderId {

    /** {@code tiny.d.NVDA-20260409T1431-CALL-trend1.e1}. */
    record Entry(String tier, TradeKind kind, String recommendation, int attempt) implements OrderId {}

    /** {@code tiny.x.NVDA260410C00190000-NVDA-20260409T1431-CALL-trend1.1}. */
    record Exit(String tier, String symbol, String entryReference, int attempt) implements OrderId {}

    /** Not an id of this system. */
    record Foreign(String value) implements OrderId {}

    static OrderId parse(String value) {
        Matcher entry = Shapes.ENTRY.matcher(value);
        Optional<TradeKind> kind = entry.matches() ? TradeKind.ofLetter(entry.group(2)) : Optional.empty();
        if (kind.isPresent()) {
            return new Entry(entry.group(1), kind.get(), entry.group(3), Integer.parseInt(entry.group(4)));
        }
        Matcher exit = Shapes.EXIT.matcher(value);
        if (exit.matches()) {
            return new Exit(exit.group(1), exit.group(2), exit.group(3), Integer.parseInt(exit.group(4)));
        }
        return new Foreign(value);
    }

    /** The patterns, kept out of the interface's constants. */
    final class Shapes {
        private static final Pattern ENTRY =
                Pattern.compile("([a-z]+)\\.([a-z])\\.([A-Za-z0-9_-]{1,64})\\.e([1-9]\\d{0,5})");
        private static final Pattern EXIT =
                Pattern.compile("([a-z]+)\\.x\\.([A-Z0-9.]+)-([A-Za-z0-9_-]+)\\.([1-9]\\d{0,5})");

        private Shapes() {}
    }
}
