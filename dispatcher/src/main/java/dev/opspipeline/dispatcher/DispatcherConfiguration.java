package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.alpaca.AlpacaBroker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.AlpacaOptionMarket;
import dev.opspipeline.adapters.alpaca.AlpacaProperties;
import dev.opspipeline.adapters.alpaca.AlpacaSettings;
import dev.opspipeline.adapters.alpaca.BarHistory;
import dev.opspipeline.adapters.alpaca.StreamInbox;
import dev.opspipeline.adapters.alpaca.TradeUpdatesStream;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.KafkaProperties;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.ServiceProperties;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.adapters.ssm.SsmProperties;
import dev.opspipeline.contract.PriceGrid;
import dev.opspipeline.dispatcher.alpaca.BrokersCount;
import dev.opspipeline.dispatcher.alpaca.LastBars;
import dev.opspipeline.dispatcher.kafka.KafkaJournal;
import dev.opspipeline.dispatcher.kafka.RecommendationIntake;
import dev.opspipeline.dispatcher.kafka.TopicWatch;
import dev.opspipeline.dispatcher.ssm.SsmLimits;
import dev.opspipeline.dispatcher.ssm.SsmLimitsReport;
import dev.opspipeline.dispatcher.web.LimitsEndpoint;
import dev.opspipeline.risk.TradingDesk;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the dispatcher of one account. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    AlpacaProperties.class,
    DispatcherProperties.class,
    KafkaProperties.class,
    LimitsProperties.class,
    ServiceProperties.class,
    SsmProperties.class
})
class DispatcherConfiguration {

    private static final String SERVICE = "dispatcher";
    /** How often (market time) equity is compared with the tier's band. */
    private static final Duration BAND_PERIOD = Duration.ofMinutes(5);

    @Bean(destroyMethod = "")
    EventLoop loop(ServiceProperties service, DispatcherProperties account) {
        return ServiceRuntime.loop(service.marketClock(), SERVICE + "-" + account.tier());
    }

    @Bean
    DispatcherInlets inlets(EventLoop loop, DispatcherProperties account) {
        return DispatcherInlets.of(loop, account.tier());
    }

    @Bean(destroyMethod = "")
    ServiceRuntime runtime(
            ServiceProperties service, DispatcherProperties account, EventLoop loop, DispatcherInlets inlets) {
        return new ServiceRuntime(service, SERVICE + "-" + account.tier(), loop, inlets.clock());
    }

    @Bean
    KafkaConnection kafka(KafkaProperties kafka, ServiceProperties service) {
        return kafka.connection(service.instance());
    }

    @Bean
    AlpacaConnection alpaca(
            AlpacaProperties alpaca, DispatcherProperties account, ServiceProperties service, MeterRegistry meters) {
        AlpacaSettings settings = alpaca.settings(SERVICE, service.instance());
        account.requireMeant(alpaca);
        return new AlpacaConnection(settings, meters);
    }

    @Bean
    ParameterStore parameterStore(SsmProperties ssm) {
        return new ParameterStore(ssm.region(), ssm.endpoint());
    }

    @Bean(destroyMethod = "")
    TopicPublisher publisher(KafkaConnection kafka) {
        return new TopicPublisher(kafka);
    }

    @Bean
    KafkaJournal journal(DispatcherProperties account, TopicPublisher publisher, ServiceRuntime runtime) {
        return new KafkaJournal(account.tier(), publisher, runtime.clock()::now);
    }

    @Bean
    Acting acting() {
        return new Acting();
    }

    @Bean
    SsmLimitsReport limitsReport(
            DispatcherProperties account,
            ParameterStore store,
            KafkaJournal journal,
            Acting acting,
            ServiceRuntime runtime) {
        return new SsmLimitsReport(account.tier(), store, journal, acting::now, runtime.wallClock());
    }

    @Bean
    LimitsInForce limits(
            DispatcherProperties account, LimitsProperties allowed, KafkaJournal journal, SsmLimitsReport report) {
        LimitsPolicy policy = new LimitsPolicy(account.tier(), allowed.allowShared(), allowed.allowTableDefaults());
        LimitsInForce limits = new LimitsInForce(policy, journal, report);
        limits.awaitHistory();
        return limits;
    }

    @Bean
    LimitsEndpoint limitsEndpoint(LimitsInForce limits, ServiceRuntime runtime) {
        return new LimitsEndpoint(limits::view, runtime.wallClock());
    }

    @Bean
    DispatcherService dispatcherService(
            ServiceRuntime runtime,
            DispatcherInlets inlets,
            DispatcherProperties account,
            AlpacaProperties alpacaProperties,
            KafkaConnection kafka,
            AlpacaConnection alpaca,
            ParameterStore store,
            TopicPublisher publisher,
            KafkaJournal journal,
            Acting acting,
            LimitsInForce limits,
            Traces traces,
            MeterRegistry meters) {
        var tier = account.tier();
        var clock = runtime.clock();
        runtime.vitals()
                .require(
                        "limits",
                        () -> limits.at(runtime.wallClock().instant()) == null
                                ? Optional.of("no valid limits are in force: exits only")
                                : Optional.empty());
        ExitManagerWatch exitManager = new ExitManagerWatch();
        SharedRequests requests = new SharedRequests(new AlpacaBroker(alpaca, clock::now), clock);
        BrokersCount brokersCount = new BrokersCount(alpaca, runtime.wallClock());
        AccountIdentity identity =
                new AccountIdentity(tier, alpacaProperties.accountNumber(), alpacaProperties.isPaper());
        AlpacaBroker broker = new AlpacaBroker(alpaca, clock::now);
        AtomicReference<@Nullable TradeUpdatesStream> stream = new AtomicReference<>();
        AccountDispatcher dispatcher = new AccountDispatcher(
                identity,
                new TradingDesk(PriceGrid.CENTS),
                new AccountPorts(
                        requests,
                        new AlpacaOptionMarket(alpaca, clock::now),
                        new LastBars(new BarHistory(alpaca), clock::now),
                        () -> requests.isUsedUp() ? OptionalInt.of(0) : brokersCount.now(),
                        alpaca::clockAhead,
                        () -> reconnect(stream.get())),
                limits,
                exitManager,
                journal,
                acting,
                clock,
                runtime.wallClock(),
                inlets.results(),
                Checkpoint.Observer.NONE,
                traces,
                meters);
        TradeUpdatesStream tradeUpdates = new TradeUpdatesStream(
                alpaca,
                dispatcher::updated,
                StreamInbox.of((handling, number) -> inlets.tradeUpdates().post(number, handling), () -> {
                    inlets.tradeUpdates().attach(0);
                    inlets.lifecycle().post(dispatcher::streamConnected);
                }));
        stream.set(tradeUpdates);
        BandWatch band = new BandWatch(identity, broker, limits, journal, runtime.wallClock(), meters);
        clock.every(BAND_PERIOD, () -> {
            if (acting.now()) {
                band.look();
            }
        });
        return new DispatcherService(
                runtime,
                dispatcher,
                new SsmLimits(store, limits, inlets.lifecycle(), runtime.wallClock()),
                new StartUpReport(
                        new StartUpLines(identity, account.spokenName()),
                        broker,
                        limits,
                        inlets.lifecycle(),
                        runtime.wallClock()),
                new TopicWatch(tier, kafka, inlets, dispatcher, exitManager, limits, runtime.wallClock()),
                tradeUpdates,
                new RecommendationIntake(
                        tier,
                        kafka,
                        dispatcher,
                        inlets.recommendations(),
                        inlets.lifecycle(),
                        journal,
                        runtime.wallClock()),
                publisher);
    }

    private static void reconnect(@Nullable TradeUpdatesStream stream) {
        if (stream != null) {
            stream.reconnect("silent");
        }
    }
}
