package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.messages.AuditEvent;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.RefusalCode;
import dev.opspipeline.risk.Verdict;
import dev.opspipeline.signal.Recommendation;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One account's dispatcher at an exchange of its own, with the topics it would read after a restart. */
final class Desk implements AutoCloseable {

    final HandMovedClock clock = new HandMovedClock(Signals.NOW);
    final FakeExchange exchange = new FakeExchange(clock::now);
    final RecordingJournal journal = new RecordingJournal(clock::now);
    final List<DecisionRecord> onRecord = new ArrayList<>();
    final List<OnRecord.SaidControl> said = new ArrayList<>();
    final List<ClosedTrade> closed = new ArrayList<>();

    /** How many decisions each commit put on record, and how many of the batch it dealt with. */
    final List<String> commits = new ArrayList<>();

    TradingPost post = new TradingPost("desk", clock, exchange, journal, Checkpoint.Observer.NONE);

    static Desk opened() {
        Desk desk = new Desk();
        desk.post.opened();
        desk.recover();
        return desk;
    }

    /** Another process takes over: it knows what is on record, and nothing else. */
    void restart() {
        post.close();
        post = new TradingPost("desk again", clock, exchange, journal, Checkpoint.Observer.NONE).opened();
        recover();
    }

    void recover() {
        Set<String> settled = journal.orders.stream()
                .filter(step -> step.state().isTerminal())
                .map(step -> step.clientOrderId())
                .collect(Collectors.toSet());
        List<AuditEvent> audits = journal.events();
        OnRecord history = new OnRecord(
                onRecord, settled, said, closed, AuditedSession.reached(audits), AuditedSession.bests(audits));
        post.onThread(() -> post.dispatcher.recover(history));
    }

    void limits(String document, String version) {
        Instant wallNow = Clock.systemUTC().instant();
        post.onThread(
                () -> post.limits.offered(TradingPost.stored(document, Long.parseLong(version), wallNow), wallNow));
    }

    /** What the topic tells, to this instance and to the next. */
    void say(Control control) {
        long offset = said.size();
        said.add(new OnRecord.SaidControl(offset, control));
        post.onThread(() -> post.dispatcher.control(offset, control));
    }

    DecisionRecord decide(String symbol) {
        return handle(List.of(Signals.call(symbol, clock.now()))).getFirst();
    }

    List<DecisionRecord> handle(List<Recommendation> batch) {
        int before = onRecord.size();
        post.ask(() -> post.dispatcher.handle(batch, (decisions, handled, written) -> {
            written.run();
            onRecord.addAll(decisions);
            commits.add(decisions.size() + "/" + handled);
            return DecisionLog.Outcome.COMMITTED;
        }));
        post.settle();
        return List.copyOf(onRecord.subList(before, onRecord.size()));
    }

    /** So many recommendations at once, each for a ticker of its own. */
    List<Recommendation> burst(int size) {
        return burst(0, size);
    }

    /** The same for tickers from the one of that number on. */
    List<Recommendation> burst(int first, int size) {
        return IntStream.range(first, first + size)
                .mapToObj(i -> Signals.call(symbol(i), clock.now()))
                .toList();
    }

    private static String symbol(int number) {
        StringBuilder symbol = new StringBuilder("Q");
        for (int rest = number, i = 0; i < 3; i++, rest /= 26) {
            symbol.append((char) ('A' + rest % 26));
        }
        return new Ticker(symbol.toString()).symbol();
    }

    static boolean trades(DecisionRecord decision) {
        return decision.decision() instanceof Decision.Trade;
    }

    static List<RefusalCode> refusals(DecisionRecord decision) {
        return decision.decision() instanceof Decision.NoTrade none
                ? none.refusals().stream().map(Verdict::code).toList()
                : List.of();
    }

    static String id(DecisionRecord decision) {
        return Objects.requireNonNull(decision.clientOrderId());
    }

    @Override
    public void close() {
        post.close();
    }
}
