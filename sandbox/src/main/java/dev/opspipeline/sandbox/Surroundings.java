package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.kafka.EmbeddedKafka;
import dev.opspipeline.sandbox.store.ParameterStore;
import dev.opspipeline.sandbox.store.ParameterStoreHttp;
import dev.opspipeline.sandbox.store.RemoteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A Kafka and a seeded parameter store for a day: this process's own, or somebody else's.
 *
 * @param kafka host:port
 * @param store the store's address
 * @param storePort its port, when it is our own; else 0
 */
record Surroundings(String kafka, String store, int storePort) {

    private static final Clock WALL = Clock.systemUTC();

    /** @param tickers the stocks to watch */
    static Surroundings of(DayOptions options, List<String> tickers, DayRecord record, Opened opened)
            throws IOException {
        Elsewhere elsewhere = options.elsewhere();
        Map<String, String> first = FirstParameters.of(options.root(), options.tiers(), tickers);
        return elsewhere == null ? own(first, options, record, opened) : others(first, elsewhere, record, opened);
    }

    private static Surroundings own(Map<String, String> first, DayOptions options, DayRecord record, Opened opened)
            throws IOException {
        Path kafkaFiles = Files.createTempDirectory("ops-pipeline-kafka");
        opened.add(() -> Opened.delete(kafkaFiles));
        ParameterStore parameters = new ParameterStore(WALL);
        parameters.onVersion(version -> record.parameter(version, WALL.instant()));
        first.forEach(parameters::put);
        ParameterStoreHttp store = opened.add(ParameterStoreHttp.start(parameters, options.port(1)));
        EmbeddedKafka kafka = opened.add(new EmbeddedKafka(kafkaFiles, options.port(2)));
        return new Surroundings(kafka.bootstrapServers(), "http://127.0.0.1:" + store.port(), store.port());
    }

    private static Surroundings others(
            Map<String, String> first, Elsewhere elsewhere, DayRecord record, Opened opened) {
        RemoteStore store =
                opened.add(new RemoteStore(elsewhere.store(), version -> record.parameter(version, WALL.instant())));
        try {
            for (Map.Entry<String, String> parameter : first.entrySet()) {
                store.put(parameter.getKey(), parameter.getValue());
            }
        } catch (IOException e) {
            throw new CannotPlayException("the parameter store cannot be seeded: " + e.getMessage());
        }
        return new Surroundings(elsewhere.kafka(), elsewhere.store().toString(), 0);
    }
}
