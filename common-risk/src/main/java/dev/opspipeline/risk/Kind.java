package dev.opspipeline.risk;

import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What type a limit is of: how it is read from a document, and what it is when read. */
enum Kind {
    FLAG("true or false"),
    COUNT("a whole number"),
    MONEY("dollars"),
    FRACTION("a number"),
    ACTIONS("a list of one or more of " + Arrays.toString(Action.values()));

    private static final int MONEY_DECIMALS = 4;
    private static final int FRACTION_DECIMALS = 6;
    /** Before the decimal point: a number like 1e999999999 is refused before it is written out. */
    private static final int MOST_DIGITS = 15;

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** The value as this kind's own type; empty when it is of another shape. */
    Optional<Object> read(Object raw) {
        return switch (this) {
            case FLAG -> raw instanceof Boolean ? Optional.of(raw) : Optional.empty();
            case COUNT -> decimal(raw, 0).filter(Kind::fitsInt).map(BigDecimal::intValueExact);
            case MONEY -> decimal(raw, MONEY_DECIMALS).map(Money::new);
            case FRACTION -> decimal(raw, FRACTION_DECIMALS).map(Fraction::new);
            case ACTIONS -> raw instanceof List<?> list ? actions(list) : Optional.empty();
        };
    }

    /** Whether the value is of this kind's own type. */
    boolean holds(Object value) {
        return switch (this) {
            case FLAG -> value instanceof Boolean;
            case COUNT -> value instanceof Integer;
            case MONEY -> value instanceof Money;
            case FRACTION -> value instanceof Fraction;
            case ACTIONS ->
                value instanceof List<?> list && list.stream().allMatch(Action.class::isInstance) && isSet(list);
        };
    }

    /** The number in a value of this kind's own type; null where it has none. */
    @Nullable
    BigDecimal number(Object value) {
        return switch (value) {
            case Integer count -> BigDecimal.valueOf(count);
            case Money money -> money.amount();
            case Fraction fraction -> fraction.value();
            default -> null;
        };
    }

    private static boolean fitsInt(BigDecimal number) {
        return number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    }

    private static boolean isSet(List<?> list) {
        return list.stream().distinct().count() == list.size();
    }

    private static Optional<BigDecimal> decimal(Object raw, int decimals) {
        BigDecimal number = switch (raw) {
            case BigDecimal decimal -> decimal;
            case Long whole -> BigDecimal.valueOf(whole);
            case Integer whole -> BigDecimal.valueOf(whole);
            default -> null;
        };
        return Optional.ofNullable(number)
                .filter(n -> (long) n.precision() - n.scale() <= MOST_DIGITS)
                .filter(n -> n.stripTrailingZeros().scale() <= decimals);
    }

    private static Optional<Object> actions(List<?> names) {
        List<Action> actions = new ArrayList<>();
        for (Object name : names) {
            Arrays.stream(Action.values())
                    .filter(action -> action.name().equals(name))
                    .forEach(actions::add);
        }
        if (actions.size() != names.size()) {
            return Optional.empty();
        }
        return Optional.of(actions.stream().distinct().sorted().toList());
    }
}
