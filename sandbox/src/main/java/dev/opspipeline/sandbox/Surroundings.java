package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.kafka.EmbeddedKafka;
import dev.opspipeline.sandbox.store.ParameterStore;
import dev.opspipeline.sandbox.store.ParameterStoreHttp;
import dev.opspipeline.sandbox.store.RemoteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A Kafka and a seeded parameter store for a day: this process's own, or somebody else's.
 *
 * @param kafka host:port
 * @param store the store's address
 * @param storePort its port, when it is our own; else 0
 */
record Surroundings(String kafka, String store, int storePort) {

    private static final Clock WALL = Clock.systemUTC();

    static Surroundings of(DayOptions options, DayRecord record, Opened opened) throws IOException {
        Elsewhere elsewhere = options.elsewhere();
        return elsewhere == null ? own(options, record, opened) : others(elsewhere, options, record, opened);
    }

    private static Surroundings own(DayOptions options, DayRecord record, Opened opened) throws IOException {
        Path kafkaFiles = Files.createTempDirectory("ops-pipeline-kafka");
        opened.add(() -> Opened.delete(kafkaFiles));
        ParameterStore parameters = new ParameterStore(WALL);
        parameters.onVersion(version -> record.parameter(version, WALL.instant()));
        for (AccountSpec account : options.accounts()) {
            LimitDocuments.put(parameters, options.root(), account.tier());
        }
        ParameterStoreHttp store = opened.add(ParameterStoreHttp.start(parameters, options.port(1)));
        EmbeddedKafka kafka = opened.add(new EmbeddedKafka(kafkaFiles, options.port(2)));
        return new Surroundings(kafka.bootstrapServers(), "http://127.0.0.1:" + store.port(), store.port());
    }

    private static Surroundings others(Elsewhere elsewhere, DayOptions options, DayRecord record, Opened opened) {
        RemoteStore store =
                opened.add(new RemoteStore(elsewhere.store(), version -> record.parameter(version, WALL.instant())));
        try {
            for (AccountSpec account : options.accounts()) {
                store.put(
                        LimitDocuments.parameter(account.tier()),
                        Files.readString(LimitDocuments.file(options.root(), account.tier())));
            }
            store.put("/ops-pipeline/kill_switch", "none");
        } catch (IOException e) {
            throw new CannotPlayException("the parameter store cannot be seeded: " + e.getMessage());
        }
        return new Surroundings(elsewhere.kafka(), elsewhere.store().toString(), 0);
    }
}
