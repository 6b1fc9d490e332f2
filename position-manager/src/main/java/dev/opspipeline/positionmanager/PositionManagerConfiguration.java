package dev.opspipeline.positionmanager;

import dev.opspipeline.adapters.alpaca.AlpacaActivities;
import dev.opspipeline.adapters.alpaca.AlpacaBroker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.AlpacaOptionMarket;
import dev.opspipeline.adapters.alpaca.AlpacaProperties;
import dev.opspipeline.adapters.alpaca.StreamInbox;
import dev.opspipeline.adapters.alpaca.TradeUpdatesStream;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.KafkaProperties;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.ServiceProperties;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.positionmanager.kafka.KafkaPositionJournal;
import io.micrometer.core.instrument.Metrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the position manager of one account, on its own connection to the broker. */
@Configuration(proxyBeanMethods = false)
class PositionManagerConfiguration {

    private static final String SERVICE = "position-manager";

    @Bean(destroyMethod = "")
    EventLoop loop(ServiceProperties service, PositionManagerProperties account) {
        return ServiceRuntime.loop(service.marketClock(), SERVICE + "-" + account.tier());
    }

    @Bean
    PositionManagerInlets inlets(EventLoop loop) {
        return PositionManagerInlets.of(loop);
    }

    @Bean(destroyMethod = "")
    ServiceRuntime runtime(
            ServiceProperties service,
            PositionManagerProperties account,
            EventLoop loop,
            PositionManagerInlets inlets) {
        return new ServiceRuntime(service, SERVICE + "-" + account.tier(), loop, inlets.clock());
    }

    @Bean
    KafkaConnection kafka(KafkaProperties kafka, ServiceProperties service) {
        return kafka.connection(service.instance());
    }

    @Bean
    AlpacaConnection alpaca(AlpacaProperties alpaca, ServiceProperties service) {
        return new AlpacaConnection(alpaca.settings(SERVICE, service.instance()), Metrics.globalRegistry);
    }

    @Bean
    PositionManagerService positionManagerService(
            ServiceProperties service,
            ServiceRuntime runtime,
            PositionManagerInlets inlets,
            PositionManagerProperties account,
            AlpacaProperties alpacaProperties,
            KafkaConnection kafka,
            AlpacaConnection alpaca) {
        var clock = runtime.clock();
        TopicPublisher publisher = new TopicPublisher(kafka);
        ExitLoop exits = new ExitLoop(
                account.tier(),
                new AlpacaBroker(alpaca, clock::now),
                new AlpacaActivities(alpaca),
                new AlpacaOptionMarket(alpaca, clock::now),
                new KafkaPositionJournal(
                        account.tier(), alpacaProperties.accountNumber(), service.instance(), publisher, clock::now),
                clock,
                inlets.results());
        TradeUpdatesStream tradeUpdates = new TradeUpdatesStream(
                alpaca,
                exits::updated,
                StreamInbox.of((handling, number) -> inlets.tradeUpdates().post(number, handling), () -> {
                    inlets.tradeUpdates().attach(0);
                    inlets.lifecycle().post(exits::streamConnected);
                }));
        return new PositionManagerService(account.tier(), runtime, inlets, kafka, exits, tradeUpdates, publisher);
    }
}
