package dev.opspipeline.sandbox.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A parameter store that somebody else runs: what is put there is followed, and every later version is told. */
public final class RemoteStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RemoteStore.class);
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final long PERIOD_MS = 500;
    private static final int OK = 200;
    /** An emulator asks only for which service a request is meant. */
    private static final String UNSIGNED = "AWS4-HMAC-SHA256 Credential=sandbox/20260101/us-west-2/ssm/aws4_request, "
            + "SignedHeaders=host, Signature=none";

    private final URI address;
    private final Consumer<ParameterVersion> listener;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL)
            .build();
    private final Map<String, Long> followed = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("remote-store").daemon().unstarted(this::follow);

    /** @param listener told of each version of each parameter put through here, its first included */
    public RemoteStore(URI address, Consumer<ParameterVersion> listener) {
        this.address = address;
        this.listener = listener;
        thread.start();
    }

    /** Puts a value and follows it from now on; throws {@link IOException} when the store does not take it. */
    public void put(String name, String value) throws IOException {
        ObjectNode request = JsonMapper.shared()
                .createObjectNode()
                .put("Name", name)
                .put("Type", "String")
                .put("Overwrite", true)
                .put("Value", value);
        long version = ask("PutParameter", request).path("Version").asLong();
        followed.put(name, version);
        listener.accept(version(name, value, version));
    }

    private void follow() {
        try {
            while (!closed.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        List<String> names = new ArrayList<>(followed.keySet());
        if (names.isEmpty()) {
            return;
        }
        ObjectNode request = JsonMapper.shared().createObjectNode();
        ArrayNode asked = request.putArray("Names");
        names.forEach(asked::add);
        try {
            for (JsonNode found : ask("GetParameters", request).path("Parameters")) {
                String name = found.path("Name").asString();
                long version = found.path("Version").asLong();
                if (followed.getOrDefault(name, version) != version) {
                    followed.put(name, version);
                    listener.accept(version(name, found.path("Value").asString(), version));
                }
            }
        } catch (IOException e) {
            // Asked again in half a second.
            log.atWarn().addKeyValue("store", address).setCause(e).log("Parameter store does not answer");
        }
    }

    private static ParameterVersion version(String name, String value, long version) {
        return new ParameterVersion(
                name,
                Math.toIntExact(version),
                "String",
                value,
                "",
                Clock.systemUTC().instant());
    }

    private JsonNode ask(String operation, ObjectNode request) throws IOException {
        HttpRequest sent = HttpRequest.newBuilder(address)
                .timeout(CALL)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AmazonSSM." + operation)
                .header("Authorization", UNSIGNED)
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                .build();
        try {
            HttpResponse<String> answer = client.send(sent, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException(
                        "%s said %d to %s: %s".formatted(address, answer.statusCode(), operation, answer.body()));
            }
            return JsonMapper.shared().readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        client.close();
    }
}
