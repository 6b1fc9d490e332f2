package dev.opspipeline.sandbox.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A real Kafka broker (KRaft, one node) in this process, on free ports of the loopback address. */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int LOWEST_PORT = 26_000;
    private static final int FIRST_EPHEMERAL_PORT = 32_768;
    private static final int PORTS_TRIED = 200;

    private final KafkaRaftServer server;
    private final int port;

    /** Formats {@code directory} and starts the broker on any free port; ready to serve when this returns. */
    public EmbeddedKafka(Path directory) {
        this(directory, 0);
    }

    /** The same on this port of the loopback address; 0 takes any that is free. */
    public EmbeddedKafka(Path directory, int port) {
        this.port = port == 0 ? freePort() : port;
        Properties properties = properties(directory, this.port, freePort());
        format(directory, properties);
        server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
    }

    private static Properties properties(Path directory, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", "1");
        properties.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        properties.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.setProperty("log.dirs", directory.resolve("data").toString());
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("offsets.topic.num.partitions", "1");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("transaction.state.log.num.partitions", "1");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "2");
        properties.setProperty("background.threads", "2");
        properties.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
        return properties;
    }

    private static void format(Path directory, Properties properties) {
        Path file = directory.resolve("server.properties");
        Path said = directory.resolve("format.log");
        try {
            Files.createDirectories(directory);
            try (var out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
            try (PrintStream out = new PrintStream(Files.newOutputStream(said), true, StandardCharsets.UTF_8)) {
                String[] arguments = {
                    "format",
                    "--config",
                    file.toString(),
                    "--cluster-id",
                    Uuid.randomUuid().toString()
                };
                if (StorageTool.execute(arguments, out) != 0) {
                    throw new IllegalStateException("Kafka's storage was not formatted: " + Files.readString(said));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write Kafka's storage under " + directory, e);
        }
    }

    /**
     * A port that is free now and stays so until Kafka takes it: by chance, lest another sandbox that starts takes the same, and
     * below those that systems hand out for outgoing connections.
     */
    private static int freePort() {
        for (int i = 0; i < PORTS_TRIED; i++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST_PORT, FIRST_EPHEMERAL_PORT);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException(
                "no free port from %d to %d on the loopback address".formatted(LOWEST_PORT, FIRST_EPHEMERAL_PORT - 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for a free port on the loopback address", e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
