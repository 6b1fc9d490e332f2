package dev.opspipeline.adapters.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes OTLP over HTTP, and understands as much of it as the tests ask about. */
final class Collector implements AutoCloseable {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final List<Told> spans = new CopyOnWriteArrayList<>();
    final AtomicInteger posts = new AtomicInteger();
    volatile int status = 200;
    /** What is posted is answered once this is open. */
    volatile CountDownLatch answers = new CountDownLatch(0);

    private final HttpServer server;

    /** @param process what the sender says of itself */
    record Told(
            Map<String, String> process,
            String name,
            String trace,
            String span,
            String parent,
            Instant from,
            Instant to,
            Map<String, String> data) {}

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    Told only(String name) {
        List<Told> found =
                spans.stream().filter(span -> span.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError("one " + name + " expected, found " + spans);
        }
        return found.getFirst();
    }

    private void take(HttpExchange exchange) {
        try (exchange) {
            ByteBuffer body = ByteBuffer.wrap(exchange.getRequestBody().readAllBytes());
            posts.incrementAndGet();
            answers.await();
            if (status == 200) {
                fields(body).stream().filter(field -> field.number() == 1).forEach(this::resource);
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resource(Field message) {
        Map<String, String> process = new TreeMap<>();
        for (Field field : fields(message.bytes())) {
            switch (field.number()) {
                case 1 -> process.putAll(attributes(field.bytes(), 1));
                case 2 ->
                    fields(field.bytes()).stream()
                            .filter(inScope -> inScope.number() == 2)
                            .forEach(span -> spans.add(span(process, span.bytes())));
                default -> {}
            }
        }
    }

    private static Told span(Map<String, String> process, ByteBuffer message) {
        String name = "";
        String trace = "";
        String span = "";
        String parent = "";
        long from = 0;
        long to = 0;
        for (Field field : fields(message)) {
            switch (field.number()) {
                case 1 -> trace = field.hexadecimal();
                case 2 -> span = field.hexadecimal();
                case 4 -> parent = field.hexadecimal();
                case 5 -> name = field.text();
                case 7 -> from = field.number64();
                case 8 -> to = field.number64();
                default -> {}
            }
        }
        return new Told(process, name, trace, span, parent, time(from), time(to), attributes(message, 9));
    }

    private static Instant time(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    /** The attributes that stand in a field of a message; texts, all of them. */
    private static Map<String, String> attributes(ByteBuffer message, int number) {
        Map<String, String> found = new TreeMap<>();
        for (Field field : fields(message)) {
            if (field.number() == number) {
                List<Field> pair = fields(field.bytes());
                found.put(
                        pair.getFirst().text(),
                        fields(pair.getLast().bytes()).getFirst().text());
            }
        }
        return found;
    }

    /** One field of protobuf's wire format: a number, or bytes. */
    private record Field(int number, ByteBuffer bytes, long number64) {

        String text() {
            return UTF_8.decode(bytes.duplicate()).toString();
        }

        String hexadecimal() {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return HexFormat.of().formatHex(copy);
        }
    }

    private static List<Field> fields(ByteBuffer message) {
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<Field> found = new ArrayList<>();
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            int number = tag >>> 3;
            found.add(
                    switch (tag & 7) {
                        case 0 -> new Field(number, NOTHING, varint(in));
                        case 1 -> new Field(number, NOTHING, in.getLong());
                        case 2 -> new Field(number, next(in, (int) varint(in)), 0);
                        case 5 -> new Field(number, NOTHING, in.getInt());
                        default -> throw new IllegalArgumentException("no wire type: " + tag);
                    });
        }
        return found;
    }

    private static ByteBuffer next(ByteBuffer in, int length) {
        ByteBuffer next = in.slice(in.position(), length);
        in.position(in.position() + length);
        return next;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        answers.countDown();
        server.stop(0);
    }
}
