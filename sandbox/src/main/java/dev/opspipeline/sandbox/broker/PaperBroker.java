package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.BrokerEvent.BarClosed;
import dev.opspipeline.sandbox.broker.PaperOrder.State;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.OptionChainModel;
import dev.opspipeline.sandbox.market.OptionQuote;
import dev.opspipeline.sandbox.market.Seed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The accounts of a paper broker and everything that happens to them, under market time driven from outside.
 *
 * <p>One lock; equal seeds, requests and instants give equal books, ids included.
 */
public final class PaperBroker implements AutoCloseable {

    private final MarketReplay market;
    private final OptionChainModel options;
    private final Journal journal;
    private final BrokerFacts facts;
    private final OrderRules rules;
    private final OrderBook book;
    private final Map<String, PaperAccount> accounts = new LinkedHashMap<>();
    private final List<BrokerEvent> events = new ArrayList<>();
    private boolean opened;
    private boolean closed;

    /** The accounts keep their order; the seed decides which orders fill in two parts. */
    public PaperBroker(
            List<AccountSpec> specs, MarketReplay market, OptionChainModel options, Journal journal, Seed seed) {
        this.market = market;
        this.options = options;
        this.journal = journal;
        this.facts = new BrokerFacts(journal);
        this.rules = new OrderRules(options, market.session());
        this.book = new OrderBook(market, options, facts, seed, events::add);
        for (AccountSpec spec : specs) {
            if (accounts.put(spec.tier(), new PaperAccount(spec)) != null) {
                throw new IllegalArgumentException("two accounts are called " + spec.tier());
            }
        }
    }

    /**
     * Moves market time: bars become known, resting orders meet each step's quotes, and at the close day orders expire
     * and contracts that end today are settled in cash. The same whether it is called per step or for an hour at once.
     */
    public synchronized void advanceTo(Instant to) {
        long step = MarketReplay.STEP.toSeconds();
        Instant next = Instant.ofEpochSecond((Math.floorDiv(market.now().getEpochSecond(), step) + 1) * step);
        for (; !next.isAfter(to); next = next.plus(MarketReplay.STEP)) {
            stepTo(next);
        }
        if (to.isAfter(market.now())) {
            stepTo(to);
        }
    }

    private void stepTo(Instant now) {
        market.advanceTo(now).forEach(bar -> events.add(new BarClosed(bar)));
        if (!opened && !now.isBefore(market.session().open())) {
            opened = true;
            accounts.values().forEach(account -> facts.account(now, stateOf(account)));
        }
        if (market.session().contains(now)) {
            accounts.values().forEach(book::match);
        } else if (opened && !closed) {
            closed = true;
            accounts.values().forEach(book::closeDay);
        }
    }

    /** Takes or refuses an order; one that can fill at the current quote has been filled when this returns. */
    public synchronized SubmitResult submit(String tier, Caller caller, OrderTicket ticket) {
        PaperAccount account = account(tier);
        Instant now = market.now();
        Optional<Refusal> refusal =
                rules.malformed(account, ticket, now).or(() -> rules.notAllowed(account, rules.wanted(ticket), now));
        if (refusal.isPresent()) {
            facts.submit(now, caller, ticket, stateOf(account), null, refusal.get());
            return new SubmitResult.Refused(refusal.get());
        }
        OrderRules.Wanted wanted = rules.wanted(ticket);
        PaperOrder order = book.newOrder(account, ticket.clientOrderId(), wanted, rules.heldPerShare(wanted));
        facts.submit(now, caller, ticket, stateOf(account), order.id(), null);
        book.enter(account, order);
        return new SubmitResult.Accepted(order);
    }

    /** Cancels an order; the refusal says why it can't be. */
    public synchronized Optional<Refusal> cancel(String tier, String orderId) {
        PaperAccount account = account(tier);
        Optional<PaperOrder> order = account.order(orderId);
        if (order.isEmpty()) {
            return Optional.of(Refusal.notFound("order not found for " + orderId));
        }
        if (!order.get().isOpen()) {
            return Optional.of(Refusal.invalid(
                    "order is already in \"" + order.get().state().wire() + "\" state"));
        }
        book.end(account, order.get(), State.CANCELED, "canceled");
        return Optional.empty();
    }

    public synchronized AccountState state(String tier) {
        return stateOf(account(tier));
    }

    /** What is held, by symbol. */
    public synchronized List<HeldOption> positions(String tier) {
        PaperAccount account = account(tier);
        return account.holdings().stream()
                .map(holding -> new HeldOption(
                        holding.option(),
                        holding.qty(),
                        holding.qty() - account.selling(holding.option().symbol()),
                        holding.cost(),
                        mark(holding.option())))
                .toList();
    }

    /** All orders the account ever had, oldest first. */
    public synchronized List<PaperOrder> orders(String tier) {
        return account(tier).orders();
    }

    public synchronized Optional<PaperOrder> order(String tier, String orderId) {
        return account(tier).order(orderId);
    }

    public synchronized Optional<PaperOrder> orderByClientId(String tier, String clientOrderId) {
        return account(tier).orderByClientId(clientOrderId);
    }

    /** Executions and expiries, oldest first. */
    public synchronized List<Activity> activities(String tier) {
        return account(tier).activities();
    }

    /** The current quotes of contracts, each journaled as served to the caller; without those that have none yet. */
    public synchronized List<ServedQuote> quotes(String tier, Caller caller, Collection<ListedOption> wanted) {
        List<ServedQuote> served = new ArrayList<>();
        for (ListedOption option : wanted) {
            options.quote(option).ifPresent(quote -> {
                facts.quote(market.now(), tier, caller, option.symbol(), quote);
                served.add(new ServedQuote(option, quote));
            });
        }
        return served;
    }

    /** Market time and prices; read under this broker's lock only. */
    synchronized <T> T read(Function<MarketReplay, T> question) {
        return question.apply(market);
    }

    OptionChainModel options() {
        return options;
    }

    public synchronized Instant now() {
        return market.now();
    }

    /** The account that a key and its secret open. */
    public Optional<AccountSpec> authorized(String keyId, String secretKey) {
        return accounts.values().stream()
                .map(PaperAccount::spec)
                .filter(spec -> spec.keyId().equals(keyId) && spec.secretKey().equals(secretKey))
                .findFirst();
    }

    public List<AccountSpec> accounts() {
        return accounts.values().stream().map(PaperAccount::spec).toList();
    }

    /** What happened since this was last called, in order; for whoever serves the streams. */
    public synchronized List<BrokerEvent> takeEvents() {
        List<BrokerEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Rises with every change of an order or a position. */
    public synchronized long changes() {
        return book.changes();
    }

    /** Writes every account's final state into the journal and closes it; the broker itself can go on. */
    @Override
    public synchronized void close() {
        accounts.values().forEach(account -> facts.account(market.now(), stateOf(account)));
        journal.close();
    }

    private AccountState stateOf(PaperAccount account) {
        return account.state(this::mark);
    }

    private BigDecimal mark(ListedOption option) {
        return options.quote(option).map(OptionQuote::mid).orElse(BigDecimal.ZERO);
    }

    private PaperAccount account(String tier) {
        PaperAccount account = accounts.get(tier);
        if (account == null) {
            throw new IllegalArgumentException("no account " + tier);
        }
        return account;
    }
}
