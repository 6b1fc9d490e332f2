package dev.opspipeline.sandbox.store;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves a parameter store to the cloud's own clients: JSON 1.1 with the operation in a header. Signatures are ignored. */
public final class ParameterStoreHttp implements AutoCloseable {

    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final String TARGET_PREFIX = "AmazonSSM.";
    private static final int MOST_NAMES = 10;

    private final JsonMapper json = JsonMapper.builder().build();
    private final ParameterStore store;
    private final Javalin server;

    private ParameterStoreHttp(ParameterStore store, int port) {
        this.store = store;
        this.server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.post("/", this::serve);
                })
                .start("127.0.0.1", port);
    }

    /** Serves on 127.0.0.1; port 0 takes any that is free. */
    public static ParameterStoreHttp start(ParameterStore store, int port) {
        return new ParameterStoreHttp(store, port);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void serve(Context call) {
        try {
            String target = Optional.ofNullable(call.header("X-Amz-Target")).orElse("");
            ObjectNode answer = answer(target, parse(call.body()));
            call.status(200).contentType(CONTENT_TYPE).result(json.writeValueAsBytes(answer));
        } catch (ParameterRefused refused) {
            ObjectNode error =
                    json.createObjectNode().put("__type", refused.error()).put("message", refused.getMessage());
            call.status(400)
                    .header("x-amzn-ErrorType", refused.error())
                    .contentType(CONTENT_TYPE)
                    .result(json.writeValueAsBytes(error));
        }
    }

    private JsonNode parse(String body) {
        try {
            JsonNode request = json.readTree(body);
            if (request.isObject()) {
                return request;
            }
        } catch (JacksonException e) {
            throw new ParameterRefused("SerializationException", "the request is not JSON: " + e.getOriginalMessage());
        }
        throw new ParameterRefused("SerializationException", "the request is not a JSON object");
    }

    private ObjectNode answer(String target, JsonNode request) {
        return switch (target) {
            case TARGET_PREFIX + "GetParameter" -> getParameter(request);
            case TARGET_PREFIX + "GetParameters" -> getParameters(request);
            case TARGET_PREFIX + "PutParameter" -> putParameter(request);
            case TARGET_PREFIX + "GetParameterHistory" -> history(request);
            case TARGET_PREFIX + "DeleteParameter" -> deleteParameter(request);
            case TARGET_PREFIX + "DescribeParameters" -> describeParameters();
            default -> throw new ParameterRefused("UnknownOperationException", "no operation '" + target + "'");
        };
    }

    private ObjectNode getParameter(JsonNode request) {
        ObjectNode answer = json.createObjectNode();
        answer.set("Parameter", parameter(find(text(request, "Name"))));
        return answer;
    }

    private ObjectNode getParameters(JsonNode request) {
        JsonNode names = request.path("Names");
        if (names.isEmpty() || names.size() > MOST_NAMES) {
            throw ParameterRefused.invalid("Names must hold 1 to " + MOST_NAMES + " names, was " + names.size());
        }
        ArrayNode found = json.createArrayNode();
        ArrayNode invalid = json.createArrayNode();
        for (JsonNode name : names) {
            try {
                found.add(parameter(find(name.asString())));
            } catch (ParameterRefused unknown) {
                invalid.add(name.asString());
            }
        }
        ObjectNode answer = json.createObjectNode();
        answer.set("Parameters", found);
        answer.set("InvalidParameters", invalid);
        return answer;
    }

    private ObjectNode putParameter(JsonNode request) {
        String name = text(request, "Name");
        ParameterVersion written = store.put(
                name,
                text(request, "Value"),
                request.path("Type")
                        .asString(store.get(name).map(ParameterVersion::type).orElse("String")),
                request.path("Description").asString(""),
                request.path("Overwrite").asBoolean(false));
        return json.createObjectNode().put("Version", written.version()).put("Tier", "Standard");
    }

    private ObjectNode history(JsonNode request) {
        String name = text(request, "Name");
        List<ParameterVersion> versions = store.history(name);
        if (versions.isEmpty()) {
            throw ParameterRefused.notFound(name);
        }
        int limit = request.path("MaxResults").asInt(50);
        int from = Integer.parseInt(request.path("NextToken").asString("0"));
        int to = Math.min(versions.size(), from + limit);
        ArrayNode page = json.createArrayNode();
        versions.subList(Math.min(from, to), to)
                .forEach(version -> page.add(metadata(version).put("Value", version.value())));
        ObjectNode answer = json.createObjectNode();
        answer.set("Parameters", page);
        if (to < versions.size()) {
            answer.put("NextToken", Integer.toString(to));
        }
        return answer;
    }

    private ObjectNode deleteParameter(JsonNode request) {
        String name = text(request, "Name");
        if (!store.delete(name)) {
            throw ParameterRefused.notFound(name);
        }
        return json.createObjectNode();
    }

    private ObjectNode describeParameters() {
        ArrayNode all = json.createArrayNode();
        store.all().values().forEach(version -> all.add(metadata(version)));
        ObjectNode answer = json.createObjectNode();
        answer.set("Parameters", all);
        return answer;
    }

    /** Finds {@code name} or {@code name:version}. */
    private ParameterVersion find(String selector) {
        int colon = selector.indexOf(':');
        String name = colon < 0 ? selector : selector.substring(0, colon);
        ParameterVersion newest = store.get(name).orElseThrow(() -> ParameterRefused.notFound(name));
        if (colon < 0) {
            return newest;
        }
        String version = selector.substring(colon + 1);
        return store.history(name).stream()
                .filter(candidate -> Integer.toString(candidate.version()).equals(version))
                .findFirst()
                .orElseThrow(() -> ParameterRefused.versionNotFound(name, version));
    }

    private String text(JsonNode request, String field) {
        JsonNode value = request.path(field);
        if (!value.isString()) {
            throw ParameterRefused.invalid(field + " must be given");
        }
        return value.asString();
    }

    private ObjectNode parameter(ParameterVersion version) {
        return json.createObjectNode()
                .put("Name", version.name())
                .put("Type", version.type())
                .put("Value", version.value())
                .put("Version", version.version())
                .put("LastModifiedDate", seconds(version.modifiedAt()))
                .put("ARN", "arn:aws:ssm:us-east-1:000000000000:parameter" + path(version.name()))
                .put("DataType", "text");
    }

    private ObjectNode metadata(ParameterVersion version) {
        return json.createObjectNode()
                .put("Name", version.name())
                .put("Type", version.type())
                .put("LastModifiedDate", seconds(version.modifiedAt()))
                .put("LastModifiedUser", "arn:aws:iam::000000000000:user/sandbox")
                .put("Description", version.description())
                .put("Version", version.version())
                .put("Tier", "Standard")
                .put("DataType", "text");
    }

    private static String path(String name) {
        return name.startsWith("/") ? name : "/" + name;
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }
}
