package dev.opspipeline.adapters.runtime;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code MARKET_CLOCK} says; see {@link ServiceRuntime}. */
sealed interface ClockSetting {

    /** The machine's time. */
    record Wall() implements ClockSetting {}

    /** It was {@code market} at {@code wall}, and time runs {@code speed} times faster since. */
    record Running(double speed, Instant wall, Instant market) implements ClockSetting {}

    /** The sandbox at this address says what time it is. */
    record Stepped(String host, int port) implements ClockSetting {}

    int HIGHEST_PORT = 65_535;

    /** Reads the setting; throws {@link IllegalArgumentException} with one line that says what is wrong with it. */
    static ClockSetting parse(String text) {
        String[] parts = text.split(";", -1);
        List<String> options = List.of(parts).subList(1, parts.length);
        return switch (parts[0]) {
            case "wall" -> {
                options(options, List.of());
                yield new Wall();
            }
            case "running" -> {
                Map<String, String> given = options(options, List.of("speed", "wall", "market"));
                yield new Running(speed(given), instant(given, "wall"), instant(given, "market"));
            }
            case "stepped" -> address(option(options(options, List.of("address")), "address"));
            default ->
                throw new IllegalArgumentException(
                        "MARKET_CLOCK must be wall, running;… or stepped;…, was '" + text + "'");
        };
    }

    private static Map<String, String> options(List<String> given, List<String> known) {
        Map<String, String> options = new HashMap<>();
        for (String part : given) {
            String[] pair = part.split("=", 2);
            if (pair.length != 2 || !known.contains(pair[0])) {
                throw new IllegalArgumentException(
                        "MARKET_CLOCK knows no option '%s' there, only %s".formatted(part, known));
            }
            if (options.putIfAbsent(pair[0], pair[1]) != null) {
                throw new IllegalArgumentException("MARKET_CLOCK has " + pair[0] + " twice");
            }
        }
        return options;
    }

    private static String option(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("MARKET_CLOCK lacks " + name + "=…");
        }
        return value;
    }

    private static double speed(Map<String, String> options) {
        String text = option(options, "speed");
        try {
            double speed = Double.parseDouble(text);
            if (speed > 0 && Double.isFinite(speed)) {
                return speed;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("MARKET_CLOCK's speed must be a number above 0, was '" + text + "'");
    }

    private static Instant instant(Map<String, String> options, String name) {
        String text = option(options, name);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "MARKET_CLOCK's %s must be an instant like 2026-04-09T13:30:00Z, was '%s'".formatted(name, text),
                    e);
        }
    }

    private static Stepped address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= HIGHEST_PORT) {
                return new Stepped(text.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("MARKET_CLOCK's address must be host:port, was '" + text + "'");
    }
}
