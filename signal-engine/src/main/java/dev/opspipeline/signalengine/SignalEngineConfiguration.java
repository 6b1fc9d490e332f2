package dev.opspipeline.signalengine;

import dev.opspipeline.adapters.alpaca.AlpacaBroker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.AlpacaProperties;
import dev.opspipeline.adapters.alpaca.BarHistory;
import dev.opspipeline.adapters.kafka.KafkaProperties;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.ServiceProperties;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.signalengine.kafka.KafkaSignalJournal;
import io.micrometer.core.instrument.Metrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the signal engine: one loop, bars in by stream and history, signals out to Kafka. */
@Configuration(proxyBeanMethods = false)
class SignalEngineConfiguration {

    static final String SERVICE = "signal-engine";

    /** The inlets, in the order in which a step handles them. */
    record Inlets(Inlet lifecycle, Inlet bars, Inlet clock) {}

    @Bean(destroyMethod = "")
    EventLoop loop(ServiceProperties service) {
        return ServiceRuntime.loop(service.marketClock(), SERVICE);
    }

    @Bean
    Inlets inlets(EventLoop loop) {
        return new Inlets(loop.wallInlet("lifecycle"), loop.inlet("bars"), loop.localInlet("clock"));
    }

    @Bean(destroyMethod = "")
    ServiceRuntime runtime(ServiceProperties service, EventLoop loop, Inlets inlets) {
        return new ServiceRuntime(service, SERVICE, loop, inlets.clock());
    }

    @Bean(destroyMethod = "close")
    AlpacaConnection alpaca(AlpacaProperties alpaca, ServiceProperties service) {
        return new AlpacaConnection(alpaca.settings(SERVICE, service.instance()), Metrics.globalRegistry);
    }

    @Bean(destroyMethod = "close")
    TopicPublisher publisher(KafkaProperties kafka, ServiceProperties service) {
        return new TopicPublisher(kafka.connection(service.instance()));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    BarIntake intake(
            ServiceRuntime runtime,
            Inlets inlets,
            AlpacaConnection alpaca,
            SignalEngineProperties engine,
            TopicPublisher publisher) {
        return new BarIntake(
                runtime,
                inlets,
                alpaca,
                new AlpacaBroker(alpaca, runtime.clock()::now),
                new BarHistory(alpaca),
                engine.universe(),
                new KafkaSignalJournal(publisher),
                publisher);
    }
}
