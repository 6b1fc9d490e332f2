package dev.opspipeline.bench;

import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.market.Bar;
import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.SignalEngine;
import dev.opspipeline.signalengine.BarDesk;
import dev.opspipeline.signalengine.SignalJournal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Bars a second on one core: the whole way from bar to message here, and the same indicators alone in ta4j. A session is
 * played at a time, by windows that are warm from the one before. The collector is the services' own, which needs no second
 * core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx1g"})
public class BarsPerSecond {

    static final int TICKERS = 500;
    private static final int BARS = TICKERS * Tape.MINUTES;

    private final List<Bar> yesterday;
    private final List<Bar> today;
    private final Messages messages = new Messages();
    private BarDesk desk;
    private Ta4jMarket ta4j;

    public BarsPerSecond() {
        this(TICKERS);
    }

    BarsPerSecond(int tickers) {
        yesterday = Tape.yesterday(tickers);
        today = Tape.today(tickers);
        desk = warmDesk();
        ta4j = new Ta4jMarket(yesterday, today);
    }

    @Setup(Level.Invocation)
    public void warmUp() {
        desk = warmDesk();
        ta4j = new Ta4jMarket(yesterday, today);
    }

    private BarDesk warmDesk() {
        BarDesk warm = new BarDesk(new SignalEngine(Tape.CALENDAR), messages);
        warm.past(yesterday, today.getFirst().start());
        return warm;
    }

    /** Features, rules, and every message that is told, as JSON. */
    @Benchmark
    @OperationsPerInvocation(BARS)
    public void signalEngine(Blackhole blackhole) {
        messages.written = 0;
        today.forEach(desk::live);
        blackhole.consume(messages.written);
    }

    /** The indicators behind the features, and nothing else. */
    @Benchmark
    @OperationsPerInvocation(BARS)
    public void ta4jIndicatorsAlone(Blackhole blackhole) {
        blackhole.consume(ta4j.play());
    }

    /** Characters of messages since the last look. */
    long written() {
        return messages.written;
    }

    private static final class Messages implements SignalJournal {

        private long written;

        @Override
        public void recommended(Recommendation recommendation) {
            written += MessageJson.write(recommendation).length();
        }

        @Override
        public void held(Hold hold) {
            written += MessageJson.write(hold).length();
        }

        @Override
        public void noted(String event, String detail, Instant at) {
            throw new IllegalStateException("there is no list to note: " + detail);
        }

        @Override
        public void alerted(String event, String detail, Instant at) {
            throw new IllegalStateException("the tape is honest: " + detail);
        }
    }
}
