package dev.opspipeline.sandbox.broker;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** One document in which a broker describes its interface, and what in a request or an answer is not as it says. */
final class OpenApi {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ID = "https://interface.test/openapi";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    private OpenApi(JsonNode document) {
        this.document = document;
        this.schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(ID, document.toString())));
    }

    static OpenApi read(Path file) {
        JsonNode document = YAMLMapper.shared().readTree(file);
        nullableAsTypes(document);
        return new OpenApi(document);
    }

    /** Version 3.0 says {@code nullable} where 3.1 has a second type. */
    private static void nullableAsTypes(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("nullable").asBoolean(false)) {
            String type = object.path("type").asString("");
            object.putArray("type").add(type).add("null");
        }
        node.forEach(OpenApi::nullableAsTypes);
    }

    /** Every difference, each a line; none when both request and answer are as described. */
    List<String> faults(Exchange exchange) {
        String path = exchange.path();
        String template = template(path);
        if (template == null) {
            return List.of("no path " + path);
        }
        String pathAt = "#/paths/" + escaped(template);
        String operationAt = pathAt + "/" + exchange.method().toLowerCase(Locale.ROOT);
        JsonNode operation = at(operationAt);
        if (operation.isMissingNode()) {
            return List.of("no " + exchange.method() + " " + template);
        }
        List<String> faults = new ArrayList<>();
        parameterFaults(exchange, template, pathAt, operationAt, faults);
        if (!exchange.requestBody().isEmpty()) {
            contentFaults("request", operationAt + "/requestBody", exchange.requestBody(), faults);
        }
        answerFaults(exchange, operationAt, faults);
        return faults;
    }

    /** The examples of an answer with status 200 to a GET of this path, by name. */
    Map<String, JsonNode> examples(String template) {
        Map<String, JsonNode> examples = new TreeMap<>();
        JsonNode content = at("#/paths/" + escaped(template) + "/get/responses/200/content/application~1json");
        content.path("examples")
                .forEachEntry(
                        (name, example) -> examples.put(name, resolved(example).path("value")));
        if (content.has("example")) {
            examples.put("example", content.path("example"));
        }
        return examples;
    }

    private void parameterFaults(
            Exchange exchange, String template, String pathAt, String operationAt, List<String> faults) {
        Map<String, String> given = new LinkedHashMap<>(exchange.query());
        String[] places = template.split("/", -1);
        String[] values = exchange.path().split("/", -1);
        for (int i = 0; i < places.length; i++) {
            if (places[i].startsWith("{")) {
                given.put(places[i].substring(1, places[i].length() - 1), values[i]);
            }
        }
        for (String list : List.of(pathAt + "/parameters", operationAt + "/parameters")) {
            for (int i = 0; i < at(list).size(); i++) {
                JsonNode parameter = resolved(at(list + "/" + i));
                String name = parameter.path("name").asString("");
                String value = given.remove(name);
                if (value != null) {
                    JsonNode schema = parameter.path("schema");
                    validated(schema, typed(value, schema))
                            .map(fault -> "parameter %s=%s: %s".formatted(name, value, fault))
                            .forEach(faults::add);
                } else if (parameter.path("required").asBoolean(false)) {
                    faults.add("parameter " + name + " is missing");
                }
            }
        }
        given.keySet().forEach(name -> faults.add("parameter " + name + " is unknown"));
    }

    private void answerFaults(Exchange exchange, String operationAt, List<String> faults) {
        String at = operationAt + "/responses/" + exchange.status();
        if (at(at).isMissingNode()) {
            // The documents leave out most errors; those have one shape.
            JsonNode error = JSON.readTree(exchange.answerBody());
            if (exchange.status() < 400
                    || !error.path("code").isInt()
                    || !error.path("message").isString()) {
                faults.add("answer: status %d with %s".formatted(exchange.status(), error));
            }
        } else if (at(at + "/content").isMissingNode()) {
            if (exchange.status() < 400 && !exchange.answerBody().isEmpty()) {
                faults.add("answer: a body with status " + exchange.status());
            }
        } else {
            contentFaults("answer", at, exchange.answerBody(), faults);
        }
    }

    private void contentFaults(String what, String at, String body, List<String> faults) {
        JsonNode schema = at(at + "/content/application~1json/schema");
        validated(strict(schema), JSON.readTree(body))
                .map(fault -> what + ": " + fault)
                .forEach(faults::add);
    }

    /** Also refuses fields that nobody described, of the object itself or of the objects in a list. */
    private JsonNode strict(JsonNode schema) {
        JsonNode found = resolved(schema);
        ObjectNode strict = JsonNodeFactory.instance.objectNode();
        if (found.path("type").asString("").equals("array")) {
            strict.put("type", "array").set("items", strict(found.path("items")));
        } else if (found.has("anyOf")) {
            found.path("anyOf").forEach(one -> strict.withArray("anyOf").add(strict(one)));
        } else {
            strict.putArray("allOf").add(schema);
            strict.put("unevaluatedProperties", false);
        }
        return strict;
    }

    private Stream<String> validated(JsonNode schema, JsonNode value) {
        JsonNode absolute = JSON.readTree(schema.toString().replace("\"$ref\":\"#/", "\"$ref\":\"" + ID + "#/"));
        Schema validator = schemas.getSchema(SchemaLocation.of("https://interface.test/part"), absolute);
        return validator
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString);
    }

    /** A parameter's text as what its schema says it is. */
    private JsonNode typed(String value, JsonNode schema) {
        JsonNode found = resolved(schema);
        String type = found.path("type").asString("string");
        return switch (type) {
            case "integer", "number", "boolean" -> {
                boolean literal = value.matches("-?[0-9]+(\\.[0-9]+)?|true|false");
                yield literal ? JSON.readTree(value) : JsonNodeFactory.instance.stringNode(value);
            }
            case "array" -> {
                var items = JsonNodeFactory.instance.arrayNode();
                Arrays.stream(value.split(",", -1)).forEach(items::add);
                yield items;
            }
            default -> JsonNodeFactory.instance.stringNode(value);
        };
    }

    private @Nullable String template(String path) {
        if (document.path("paths").has(path)) {
            return path;
        }
        for (String candidate : document.path("paths").propertyNames()) {
            String pattern = Arrays.stream(candidate.split("/", -1))
                    .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                    .reduce((a, b) -> a + "/" + b)
                    .orElse("");
            if (path.matches(pattern)) {
                return candidate;
            }
        }
        return null;
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : resolved(at(reference));
    }

    private JsonNode at(String pointer) {
        return document.at(pointer.substring(1));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** One request and its answer, as they went over the wire. */
    record Exchange(String method, String target, String requestBody, int status, String answerBody) {

        String path() {
            return target.split("\\?", 2)[0];
        }

        Map<String, String> query() {
            Map<String, String> query = new LinkedHashMap<>();
            String[] parts = target.split("\\?", 2);
            if (parts.length == 2) {
                for (String pair : parts[1].split("&", -1)) {
                    String[] both = pair.split("=", 2);
                    query.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
                }
            }
            return query;
        }

        static Exchange of(String method, String target, byte[] request, int status, byte[] answer) {
            return new Exchange(
                    Objects.requireNonNull(method),
                    target,
                    new String(request, StandardCharsets.UTF_8),
                    status,
                    new String(answer, StandardCharsets.UTF_8));
        }
    }
}
