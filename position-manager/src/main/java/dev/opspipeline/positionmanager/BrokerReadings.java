package dev.opspipeline.positionmanager;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.StreamWatch;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.exit.ExitDesk;
import dev.opspipeline.exit.ExitEvent;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is read of the broker again and again: positions with open orders, quotes, and what was booked. Answers become the
 * desk's events; an answer to a question that another desk asked is nobody's.
 */
final class BrokerReadings {

    private final Questions questions;
    private final Requests requests;
    private final MarketClock clock;
    private final Supplier<@Nullable ExitDesk> desk;
    private final Consumer<ExitEvent> events;
    private final StreamWatch streamWatch;
    private @Nullable Instant brokerRead;
    private @Nullable Instant quotesRead;
    private boolean readAgain;

    /** When what a stream last told of each was so. */
    private final Map<OptionContract, Instant> streamed = new HashMap<>();

    /** The broker's two lists, as of one moment. */
    private record Lists(Optional<List<BrokerOrder>> open, Optional<List<HeldPosition>> positions) {}

    /** @param desk whoever looks after the positions now; null while this instance stands by */
    BrokerReadings(
            Questions questions,
            Requests requests,
            MarketClock clock,
            Supplier<@Nullable ExitDesk> desk,
            Consumer<ExitEvent> events,
            StreamWatch streamWatch) {
        this.questions = questions;
        this.requests = requests;
        this.clock = clock;
        this.desk = desk;
        this.events = events;
        this.streamWatch = streamWatch;
    }

    /** A desk has been started from everything the broker said. */
    void started(Instant asked) {
        brokerRead = asked;
        quotesRead = null;
        // A new desk has seen none of them.
        streamed.clear();
    }

    /** Positions and open orders. */
    void readLists() {
        Instant asked = clock.now();
        boolean first = ask(
                "lists",
                // Orders first: what fills in between counts twice until the next list, rather than not at all.
                () -> new Lists(questions.openOrders(), questions.positions()),
                lists -> {
                    if (lists.open().isPresent() && lists.positions().isPresent()) {
                        brokerRead = asked;
                        streamWatch.listed(lists.open().get(), asked);
                        events.accept(new ExitEvent.BrokerRead(
                                lists.positions().get(), lists.open().get(), asked, clock.now()));
                    }
                    if (readAgain) {
                        readAgain = false;
                        readLists();
                    }
                });
        readAgain |= !first;
    }

    /** A quote has come without being asked for. */
    void streamed(OptionContract contract, Quote quote) {
        if (quote.isTwoSided()) {
            streamed.put(contract, quote.confirmedAt());
        }
        quoted(Map.of(contract, quote));
    }

    /** Of those no stream has told lately: refused, silent or late, it makes no difference. */
    private Set<OptionContract> toAsk(Set<OptionContract> contracts, Instant now) {
        streamed.keySet().retainAll(contracts);
        return contracts.stream()
                .filter(contract -> !now.isBefore(
                        streamed.getOrDefault(contract, Instant.MIN).plus(ExitLoop.PERIOD)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Quotes of all that is looked after; those that are stale from the snapshots. */
    void readQuotes() {
        ExitDesk current = desk.get();
        if (current == null) {
            return;
        }
        Instant asked = clock.now();
        Set<OptionContract> contracts = toAsk(current.contractsToQuote(), asked);
        if (contracts.isEmpty()) {
            quotesRead = asked;
            return;
        }
        boolean unused = ask("quotes", () -> questions.quotes(contracts), quotes -> {
            quotes.ifPresent(this::quoted);
            Set<OptionContract> stale = current.staleContracts(clock.now());
            if (stale.isEmpty()) {
                quotesRead = asked;
            } else {
                readSnapshots(stale, quotes.isPresent(), asked);
            }
        });
    }

    private void readSnapshots(Set<OptionContract> stale, boolean haveQuotes, Instant asked) {
        boolean unused = ask("snapshots", () -> questions.quotesFromSnapshots(stale), second -> {
            quoted(second);
            if (haveQuotes || !second.isEmpty()) {
                quotesRead = asked;
            }
        });
    }

    private void quoted(Map<OptionContract, Quote> quotes) {
        if (!quotes.isEmpty()) {
            events.accept(new ExitEvent.QuotesRead(quotes, clock.now()));
        }
    }

    /** What was booked on a date and after. */
    void readActivities(LocalDate since) {
        boolean unused = ask(
                "activities " + since,
                () -> questions.activitiesSince(since),
                booked -> booked.ifPresent(found -> events.accept(new ExitEvent.ActivitiesRead(found, clock.now()))));
    }

    private <T> boolean ask(String kind, Supplier<T> question, Consumer<T> answer) {
        ExitDesk asking = desk.get();
        return requests.ask(kind, question, value -> {
            if (desk.get() == asking) {
                answer.accept(value);
            }
        });
    }

    /** When the last reading of positions and orders began that was answered; null before any. */
    @Nullable
    Instant lastBrokerRead() {
        return brokerRead;
    }

    /** When the older of the last answered readings of positions and of quotes began; null before both. */
    @Nullable
    Instant lastComplete() {
        Instant broker = brokerRead;
        Instant quotes = quotesRead;
        return broker == null || quotes == null ? null : broker.isBefore(quotes) ? broker : quotes;
    }
}
