package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.alpaca.AlpacaActivities;
import dev.opspipeline.adapters.alpaca.AlpacaBroker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.AlpacaOptionMarket;
import dev.opspipeline.adapters.alpaca.AlpacaProperties;
import dev.opspipeline.adapters.alpaca.OptionQuoteStream;
import dev.opspipeline.adapters.alpaca.StreamInbox;
import dev.opspipeline.adapters.alpaca.TradeUpdatesStream;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.KafkaProperties;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.adapters.runtime.ServiceProperties;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.adapters.ssm.SsmProperties;
import dev.opspipeline.positionmanager.kafka.ControlsFollower;
import dev.opspipeline.positionmanager.kafka.KafkaPositionJournal;
import dev.opspipeline.positionmanager.kafka.PartitionWatch;
import dev.opspipeline.positionmanager.kafka.TopicMemory;
import dev.opspipeline.positionmanager.ssm.SsmExits;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the position manager of one account, on its own connection to the broker. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    AlpacaProperties.class,
    KafkaProperties.class,
    PositionManagerProperties.class,
    ServiceProperties.class,
    SsmProperties.class
})
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
    AlpacaConnection alpaca(AlpacaProperties alpaca, ServiceProperties service, MeterRegistry meters) {
        return new AlpacaConnection(alpaca.settings(SERVICE, service.instance()), meters);
    }

    @Bean
    ParameterStore parameters(SsmProperties ssm) {
        return new ParameterStore(ssm.region(), ssm.endpoint());
    }

    @Bean
    PositionManagerService positionManagerService(
            ServiceProperties service,
            ServiceRuntime runtime,
            PositionManagerInlets inlets,
            PositionManagerProperties account,
            AlpacaProperties alpacaProperties,
            KafkaConnection kafka,
            AlpacaConnection alpaca,
            ParameterStore store,
            Traces traces,
            MeterRegistry meters) {
        var clock = runtime.clock();
        Tier tier = account.tier();
        TopicPublisher publisher = new TopicPublisher(kafka);
        KafkaPositionJournal journal = new KafkaPositionJournal(
                tier, alpacaProperties.accountNumber(), service.instance(), publisher, clock::now, traces);
        AtomicReference<@Nullable TradeUpdatesStream> stream = new AtomicReference<>();
        ExitLoop exits = new ExitLoop(
                tier,
                new BrokerAccess(
                        new AlpacaBroker(alpaca, clock::now),
                        new AlpacaActivities(alpaca),
                        new AlpacaOptionMarket(alpaca, clock::now)),
                journal,
                new ExitMetrics(tier, meters),
                clock,
                inlets.results()::post,
                runtime.isStepped()
                        ? Requests.inTurn()
                        : Requests.beside(PositionManagerConfiguration::beside, inlets.results()::post),
                () -> reconnect(stream.get()));
        TradeUpdatesStream tradeUpdates = new TradeUpdatesStream(
                alpaca,
                exits::updated,
                StreamInbox.of((handling, number) -> inlets.tradeUpdates().post(number, handling), () -> {
                    inlets.tradeUpdates().attach(0);
                    inlets.lifecycle().post(exits::streamConnected);
                }));
        stream.set(tradeUpdates);
        TopicMemory memory =
                new TopicMemory(kafka, tier, fill -> inlets.lifecycle().post(() -> exits.entryFilled(fill)));
        Duty duty = new Duty(exits, memory);
        PartitionWatch partition = new PartitionWatch(
                kafka,
                tier,
                publisher,
                journal,
                runtime.wallClock(),
                mine -> inlets.lifecycle().post(() -> duty.becomes(mine)));
        SsmExits parameters = new SsmExits(
                tier,
                store,
                inlets.lifecycle()::post,
                new ExitParameters(new PolicyInForce(tier, journal, exits::policy), exits, clock));
        ExitControls wishes = new ExitControls(tier, exits, clock);
        ControlsFollower controls = new ControlsFollower(
                kafka, journal, control -> inlets.lifecycle().post(() -> wishes.take(control)));
        return new PositionManagerService(
                tier,
                runtime,
                inlets,
                exits,
                duty,
                new PositionManagerService.Edges(
                        tradeUpdates,
                        runtime.isStepped() ? null : optionQuotes(alpaca, clock, exits, inlets),
                        publisher,
                        memory,
                        partition,
                        controls,
                        parameters));
    }

    /** None in steps, where nothing may come in but what a step waits for. */
    private static OptionQuoteStream optionQuotes(
            AlpacaConnection alpaca, MarketClock clock, ExitLoop exits, PositionManagerInlets inlets) {
        LatestQuotes latest = new LatestQuotes(exits::quoted, inlets.results()::post);
        return new OptionQuoteStream(
                alpaca,
                clock::now,
                latest::quoted,
                // Kept on the stream's thread; what was missed is asked for by the next pass.
                StreamInbox.of((handling, number) -> handling.run(), () -> {}));
    }

    private static void beside(Runnable request) {
        Thread.ofVirtual().name("exits-request").start(request);
    }

    private static void reconnect(@Nullable TradeUpdatesStream stream) {
        if (stream != null) {
            stream.reconnect("silent");
        }
    }
}
