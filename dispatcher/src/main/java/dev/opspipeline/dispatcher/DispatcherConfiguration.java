package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.alpaca.AlpacaBroker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.AlpacaOptionMarket;
import dev.opspipeline.adapters.alpaca.AlpacaProperties;
import dev.opspipeline.adapters.alpaca.BarHistory;
import dev.opspipeline.adapters.alpaca.StreamInbox;
import dev.opspipeline.adapters.alpaca.TradeUpdatesStream;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.KafkaProperties;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.ServiceProperties;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.adapters.ssm.ParameterReader;
import dev.opspipeline.adapters.ssm.SsmProperties;
import dev.opspipeline.contract.PriceGrid;
import dev.opspipeline.dispatcher.alpaca.BrokersCount;
import dev.opspipeline.dispatcher.alpaca.LastBars;
import dev.opspipeline.dispatcher.kafka.KafkaJournal;
import dev.opspipeline.dispatcher.kafka.RecommendationIntake;
import dev.opspipeline.dispatcher.kafka.TopicWatch;
import dev.opspipeline.dispatcher.ssm.SsmLimits;
import dev.opspipeline.risk.TradingDesk;
import io.micrometer.core.instrument.Metrics;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the dispatcher of one account. */
@Configuration(proxyBeanMethods = false)
class DispatcherConfiguration {

    private static final String SERVICE = "dispatcher";

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
    AlpacaConnection alpaca(AlpacaProperties alpaca, ServiceProperties service) {
        return new AlpacaConnection(alpaca.settings(SERVICE, service.instance()), Metrics.globalRegistry);
    }

    @Bean
    ParameterReader parameterStore(SsmProperties ssm) {
        return new ParameterReader(ssm.region(), ssm.endpoint());
    }

    @Bean
    DispatcherService dispatcherService(
            ServiceRuntime runtime,
            DispatcherInlets inlets,
            DispatcherProperties account,
            AlpacaProperties alpacaProperties,
            KafkaConnection kafka,
            AlpacaConnection alpaca,
            ParameterReader store) {
        var tier = account.tier();
        var clock = runtime.clock();
        TopicPublisher publisher = new TopicPublisher(kafka);
        KafkaJournal journal = new KafkaJournal(tier, publisher, clock::now);
        LimitsInForce limits = new LimitsInForce(tier, journal);
        runtime.vitals()
                .require(
                        "limits",
                        () -> limits.at(runtime.wallClock().instant()) == null
                                ? Optional.of("no valid limits are in force: exits only")
                                : Optional.empty());
        ExitManagerWatch exitManager = new ExitManagerWatch();
        SharedRequests requests = new SharedRequests(new AlpacaBroker(alpaca, clock::now), clock);
        BrokersCount brokersCount = new BrokersCount(alpaca, runtime.wallClock());
        AccountDispatcher dispatcher = new AccountDispatcher(
                new AccountIdentity(tier, alpacaProperties.accountNumber(), alpacaProperties.isPaper()),
                new TradingDesk(PriceGrid.CENTS),
                new AccountPorts(
                        requests,
                        new AlpacaOptionMarket(alpaca, clock::now),
                        new LastBars(new BarHistory(alpaca), clock::now),
                        () -> requests.isUsedUp() ? OptionalInt.of(0) : brokersCount.now()),
                limits,
                exitManager,
                journal,
                clock,
                runtime.wallClock(),
                inlets.results(),
                Checkpoint.Observer.NONE,
                Metrics.globalRegistry);
        TradeUpdatesStream tradeUpdates = new TradeUpdatesStream(
                alpaca,
                dispatcher::updated,
                StreamInbox.of((handling, number) -> inlets.tradeUpdates().post(number, handling), () -> {
                    inlets.tradeUpdates().attach(0);
                    inlets.lifecycle().post(dispatcher::streamConnected);
                }));
        return new DispatcherService(
                runtime,
                dispatcher,
                new SsmLimits(tier, store, limits, inlets.lifecycle(), runtime.wallClock()),
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
}
