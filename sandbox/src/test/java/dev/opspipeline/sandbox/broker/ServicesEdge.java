package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.TEN;

import dev.opspipeline.adapters.alpaca.AlpacaActivities;
import dev.opspipeline.adapters.alpaca.AlpacaBroker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.AlpacaOptionMarket;
import dev.opspipeline.adapters.alpaca.AlpacaSettings;
import dev.opspipeline.adapters.alpaca.BarHistory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;

/** The services' own edge, with the tiny account's key. */
final class ServicesEdge {

    final AlpacaConnection connection;
    final AlpacaBroker broker;
    final AlpacaActivities activities;
    final AlpacaOptionMarket options;
    final BarHistory history;

    ServicesEdge(int port, String accountNumber) {
        URI http = URI.create("http://127.0.0.1:" + port);
        URI stream = URI.create("ws://127.0.0.1:" + port);
        connection = new AlpacaConnection(
                new AlpacaSettings(
                        "key-tiny",
                        "secret-tiny",
                        http,
                        http,
                        stream,
                        stream,
                        "iex",
                        "indicative",
                        AlpacaSettings.Waits.USUAL,
                        BrokerClient.USER_AGENT,
                        accountNumber),
                new SimpleMeterRegistry());
        broker = new AlpacaBroker(connection, () -> TEN);
        activities = new AlpacaActivities(connection);
        options = new AlpacaOptionMarket(connection, () -> TEN);
        history = new BarHistory(connection);
    }
}
