package dev.opspipeline.signalengine;

import dev.opspipeline.adapters.alpaca.AlpacaBroker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.AlpacaProperties;
import dev.opspipeline.adapters.kafka.KafkaProperties;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.ServiceProperties;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.adapters.ssm.SsmProperties;
import dev.opspipeline.signal.News;
import dev.opspipeline.signal.SignalEngine;
import dev.opspipeline.signal.SignalRule;
import dev.opspipeline.signal.SignalRules;
import dev.opspipeline.signal.VolatilityIndex;
import dev.opspipeline.signalengine.kafka.KafkaSignalJournal;
import dev.opspipeline.signalengine.ssm.SsmTickers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the signal engine: one loop, bars in by stream and history, signals out to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    AlpacaProperties.class,
    KafkaProperties.class,
    ServiceProperties.class,
    SignalEngineProperties.class,
    SsmProperties.class
})
class SignalEngineConfiguration {

    static final String SERVICE = "signal-engine";

    private static final Logger log = LoggerFactory.getLogger(SignalEngineConfiguration.class);
    private static final Duration FIXED_PERIOD = Duration.ofSeconds(1);

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
    AlpacaConnection alpaca(AlpacaProperties alpaca, ServiceProperties service, MeterRegistry meters) {
        return new AlpacaConnection(alpaca.settings(SERVICE, service.instance()), meters);
    }

    @Bean(destroyMethod = "close")
    TopicPublisher publisher(KafkaProperties kafka, ServiceProperties service) {
        return new TopicPublisher(kafka.connection(service.instance()));
    }

    @Bean(destroyMethod = "close")
    ParameterStore store(SsmProperties ssm) {
        return new ParameterStore(ssm.region(), ssm.endpoint());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    BarIntake intake(
            ServiceRuntime runtime,
            Inlets inlets,
            AlpacaConnection alpaca,
            SignalEngineProperties engine,
            ParameterStore store,
            TopicPublisher publisher,
            Traces traces,
            MeterRegistry meters) {
        List<SignalRule> rules = SignalRules.named(engine.strategies());
        log.atInfo()
                .addKeyValue("rules", rules.stream().map(SignalRule::name).toList())
                .log("No source of news and no volatility index: both count as neutral");
        SignalJournal journal = new KafkaSignalJournal(publisher, runtime.clock()::now, traces);
        BarIntake intake = new BarIntake(
                runtime,
                inlets,
                alpaca,
                new AlpacaBroker(alpaca, runtime.clock()::now),
                source(engine, store, runtime, inlets),
                calendar -> new BarDesk(
                        new SignalEngine(
                                calendar, rules, News.NONE, VolatilityIndex.NONE, SignalEngine.DEFAULT_LIFETIME),
                        journal),
                journal,
                publisher);
        Gauge.builder("signal.bars.oldest", intake.ages(), BarAges::oldestSeconds)
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("signal.tickers.silent", intake.ages(), BarAges::silentTickers)
                .register(meters);
        return intake;
    }

    private static BarIntake.TickerSource source(
            SignalEngineProperties engine, ParameterStore store, ServiceRuntime runtime, Inlets inlets) {
        if (engine.tickers().isBlank()) {
            return tickers -> new SsmTickers(store, tickers, inlets.lifecycle()).start(runtime.wallTimer());
        }
        return tickers -> runtime.wallTimer()
                .every(FIXED_PERIOD, () -> inlets.lifecycle().post(() -> tickers.offered(engine.tickers(), "TICKERS")));
    }
}
