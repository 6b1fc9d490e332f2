package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.broker.BrokerHttp;
import dev.opspipeline.sandbox.broker.Caller;
import dev.opspipeline.sandbox.broker.FaultPlan;
import dev.opspipeline.sandbox.broker.Journal;
import dev.opspipeline.sandbox.broker.OrderTicket;
import dev.opspipeline.sandbox.broker.PaperBroker;
import dev.opspipeline.sandbox.broker.RequestBudget;
import dev.opspipeline.sandbox.broker.SubmitResult;
import dev.opspipeline.sandbox.kafka.EmbeddedKafka;
import dev.opspipeline.sandbox.kafka.TopicPlan;
import dev.opspipeline.sandbox.kafka.TopicTap;
import dev.opspipeline.sandbox.market.GeneratedBars;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.OptionChainModel;
import dev.opspipeline.sandbox.market.Seed;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.process.Fleet;
import dev.opspipeline.sandbox.process.ServiceSpec;
import dev.opspipeline.sandbox.store.ParameterStore;
import dev.opspipeline.sandbox.store.ParameterStoreHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The large account at the paper broker, with a Kafka and a store; its services are processes on a clock that waits for nobody. */
final class OneAccount implements AutoCloseable {

    static final String TIER = "large";
    static final String DISPATCHER = "dispatcher-large";
    static final String MANAGER = "position-manager-large";
    static final String STOCK = "AAPL";
    static final String OTHER_STOCK = "MSFT";

    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final LocalDate FRIDAY = LocalDate.of(2026, 4, 10);
    /** An hour into the session. */
    private static final Instant MORNING = Instant.parse("2026-04-10T14:32:30Z");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Clock WALL = Clock.systemUTC();

    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final Instant began = WALL.instant();
    private final MarketReplay market;
    private final OptionChainModel options;
    private final List<ConsumerRecord<String, String>> told = new CopyOnWriteArrayList<>();
    private final KafkaProducer<String, String> producer;
    final PaperBroker broker;
    final Fleet fleet;

    OneAccount(Path directory, FaultPlan faults) throws IOException {
        Seed seed = new Seed(7);
        TradingCalendar calendar = new TradingCalendar();
        market = MarketReplay.of(
                FRIDAY, GeneratedBars.of(FRIDAY, List.of(STOCK, OTHER_STOCK), calendar, seed), calendar, seed);
        options = new OptionChainModel(market, calendar, seed);
        AccountSpec account =
                new AccountSpec(TIER, "key-large", "secret-large", "SBX-LARGE-0001", new BigDecimal("55000"));
        broker = opened(new PaperBroker(List.of(account), market, options, new NoJournal(), seed), PaperBroker::close);
        RequestBudget budget = RequestBudget.generous(200);
        BrokerHttp server = opened(
                BrokerHttp.start(broker, calendar, budget, RequestBudget.generous(200), faults, 0), BrokerHttp::close);
        server.advanceTo(MORNING);
        ParameterStore parameters = new ParameterStore(WALL);
        parameters.put(
                "/ops-pipeline/dispatcher_config_large",
                Files.readString(ROOT.resolve("deploy/parameters/dispatcher_config_large.json")));
        parameters.put("/ops-pipeline/kill_switch", "none");
        ParameterStoreHttp store = opened(ParameterStoreHttp.start(parameters, 0), ParameterStoreHttp::close);
        EmbeddedKafka kafka = opened(new EmbeddedKafka(directory.resolve("kafka")), EmbeddedKafka::close);
        List<NewTopic> topics = TopicPlan.topics(List.of(TIER));
        TopicPlan.create(kafka.bootstrapServers(), topics);
        TopicTap unusedTap = opened(
                new TopicTap(
                        kafka.bootstrapServers(),
                        topics.stream().map(NewTopic::name).toList(),
                        told::add),
                TopicTap::close);
        producer = opened(
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer()),
                KafkaProducer::close);
        fleet = opened(
                new Fleet(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        directory.resolve("logs"),
                        Map.of(
                                DISPATCHER, spec(DISPATCHER, "dispatcher", server, store, kafka),
                                MANAGER, spec(MANAGER, "position-manager", server, store, kafka))),
                Fleet::close);
        ScheduledExecutorService ticker =
                opened(Executors.newSingleThreadScheduledExecutor(), ScheduledExecutorService::close);
        var unused = ticker.scheduleWithFixedDelay(() -> server.advanceTo(now()), 0, 200, TimeUnit.MILLISECONDS);
    }

    private ServiceSpec spec(
            String name, String module, BrokerHttp server, ParameterStoreHttp store, EmbeddedKafka kafka) {
        String address = "127.0.0.1:" + server.port();
        Map<String, String> environment = new HashMap<>();
        environment.put("ACCOUNT_TIER", TIER);
        environment.put("MARKET_CLOCK", "running;speed=1;wall=%s;market=%s".formatted(began, MORNING));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("AWS_ACCESS_KEY_ID", "sandbox");
        environment.put("AWS_SECRET_ACCESS_KEY", "sandbox");
        environment.put("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:" + store.port());
        environment.put("APCA_API_KEY_ID", "key-large");
        environment.put("APCA_API_SECRET_KEY", "secret-large");
        environment.put("ALPACA_ACCOUNT_NUMBER", "SBX-LARGE-0001");
        environment.put("ALPACA_TRADING_URL", "http://" + address);
        environment.put("ALPACA_DATA_URL", "http://" + address);
        environment.put("ALPACA_TRADING_STREAM_URL", "ws://" + address + "/stream");
        environment.put("ALPACA_DATA_STREAM_URL", "ws://" + address);
        return new ServiceSpec(name, ROOT.resolve(module).resolve("target").resolve(module + ".jar"), environment);
    }

    /** Market time. */
    Instant now() {
        return MORNING.plus(Duration.between(began, WALL.instant()));
    }

    double price(String stock) {
        return market.price(stock);
    }

    void publish(String topic, String key, Object message) throws ExecutionException, InterruptedException {
        var unused = producer.send(new ProducerRecord<>(topic, 0, key, MessageJson.write(message)))
                .get();
    }

    /** What was told on a topic so far. */
    List<JsonNode> told(String topic) {
        return told.stream()
                .filter(found -> found.topic().equals(topic))
                .map(found -> JsonMapper.shared().readTree(found.value()))
                .toList();
    }

    /** Starts an instance and waits until its log says these words. */
    String start(String service, String words) {
        String instance = fleet.start(service);
        await("%s to say '%s'".formatted(instance, words), () -> said(instance).contains(words));
        return instance;
    }

    String said(String instance) {
        try {
            return Files.readString(fleet.log(instance));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Buys a call of the stock as an entry of ours, without any service. */
    String buys(int contracts, String clientOrderId) {
        ListedOption call = options.listed(STOCK).stream()
                .filter(option -> option.symbol().contains("C0")
                        && option.symbol().compareTo("AAPL260417") > 0
                        && options.quote(option)
                                .filter(quote -> quote.hasBid() && quote.bid().compareTo(BigDecimal.ONE) > 0)
                                .isPresent())
                .findFirst()
                .orElseThrow();
        String ask = options.quote(call).orElseThrow().ask().toPlainString();
        SubmitResult result = broker.submit(
                TIER,
                new Caller("dispatcher", "test"),
                OrderTicket.limit(call.symbol(), contracts, "buy", ask, clientOrderId, "buy_to_open"));
        assertThat(result).isInstanceOf(SubmitResult.Accepted.class);
        return call.symbol();
    }

    void await(String what, BooleanSupplier reached) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(fleet.exited()).as("ended while waiting for %s", what).isEmpty();
            assertThat(System.nanoTime()).as("waited too long for %s", what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private <T> T opened(T resource, Consumer<T> closing) {
        opened.push(() -> closing.accept(resource));
        return resource;
    }

    @Override
    public void close() {
        opened.forEach(Runnable::run);
    }

    private static final class NoJournal implements Journal {
        @Override
        public void record(Instant at, String kind, ObjectNode fields) {}

        @Override
        public void close() {}
    }
}
