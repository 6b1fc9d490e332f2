package dev.opspipeline.simulation.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object of the day record with its place, so that whatever is wrong with it can be found. */
record Line(String place, JsonNode json) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Hands over each line of a file in turn; nothing is kept, so a file may be larger than memory. */
    static void each(Path file, Consumer<Line> reader) {
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                number++;
                if (!text.isBlank()) {
                    reader.accept(parse(file.getFileName() + ":" + number, text));
                }
            }
        } catch (IOException e) {
            throw new UnreadableRecord(
                    "%s:%d: cannot be read: %s".formatted(file.getFileName(), number + 1, reason(e)), e);
        }
    }

    /** The whole file as one object. */
    static Line whole(Path file) {
        try {
            return parse(file.getFileName() + ":1", Files.readString(file));
        } catch (IOException e) {
            throw new UnreadableRecord("%s:1: cannot be read: %s".formatted(file.getFileName(), reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName();
    }

    private static Line parse(String place, String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (!json.isObject()) {
                throw new UnreadableRecord(place + ": is not a JSON object");
            }
            return new Line(place, json);
        } catch (JacksonException e) {
            throw new UnreadableRecord(place + ": is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> missing(field));
    }

    Optional<String> optionalText(String field) {
        JsonNode node = json.path(field);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node.asString());
    }

    BigDecimal amount(String field) {
        return optionalAmount(field).orElseThrow(() -> missing(field));
    }

    /** Empty when absent, null or not a number (NaN): unknown is a value. */
    Optional<BigDecimal> optionalAmount(String field) {
        JsonNode node = json.path(field);
        if (node.isNumber()) {
            return Double.isFinite(node.asDouble()) ? Optional.of(node.decimalValue()) : Optional.empty();
        }
        return optionalText(field).filter(text -> !text.equals("NaN")).map(text -> {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw new UnreadableRecord("%s: %s is not a number: '%s'".formatted(place, field, text), e);
            }
        });
    }

    int count(String field) {
        try {
            return amount(field).intValueExact();
        } catch (ArithmeticException e) {
            throw new UnreadableRecord("%s: %s is not a whole number".formatted(place, field), e);
        }
    }

    Instant instant(String field) {
        return optionalInstant(field).orElseThrow(() -> missing(field));
    }

    Optional<Instant> optionalInstant(String field) {
        return optionalText(field).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new UnreadableRecord("%s: %s is not an instant: '%s'".formatted(place, field, text), e);
            }
        });
    }

    Optional<Line> child(String field) {
        JsonNode node = json.path(field);
        return node.isObject() ? Optional.of(new Line(place, node)) : Optional.empty();
    }

    List<Line> children(String field) {
        List<Line> children = new ArrayList<>();
        json.path(field).forEach(node -> children.add(new Line(place, node)));
        return children;
    }

    private UnreadableRecord missing(String field) {
        return new UnreadableRecord("%s: %s is missing".formatted(place, field));
    }
}
