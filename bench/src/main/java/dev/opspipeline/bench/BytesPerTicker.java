package dev.opspipeline.bench;

import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.SignalEngine;
import dev.opspipeline.signalengine.BarDesk;
import dev.opspipeline.signalengine.SignalJournal;
import java.time.Instant;
import java.util.List;

/** How much of the heap the engine keeps for each ticker: what is left of it after a session, and after one more. */
public final class BytesPerTicker {

    private static final int COLLECTIONS = 3;

    private BytesPerTicker() {}

    public static void main(String[] arguments) {
        int tickers = BarsPerSecond.TICKERS;
        Measured measured = measure(tickers);
        System.out.printf(
                "%d tickers: %d bytes each after one session, %d after two; %.1f MB in all%n",
                tickers, measured.afterOne(), measured.afterTwo(), measured.afterTwo() * tickers / 1e6);
    }

    /** Bytes per ticker after one session and after two. */
    record Measured(long afterOne, long afterTwo) {}

    static Measured measure(int tickers) {
        long before = used();
        BarDesk desk = new BarDesk(new SignalEngine(Tape.CALENDAR), new Silence());
        Tape.yesterday(tickers).forEach(desk::live);
        long afterOne = used() - before;
        Tape.today(tickers).forEach(desk::live);
        long afterTwo = used() - before;
        // Still in use, and so still counted.
        desk.past(List.of(), Instant.EPOCH);
        return new Measured(afterOne / tickers, afterTwo / tickers);
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static final class Silence implements SignalJournal {

        @Override
        public void recommended(Recommendation recommendation) {
            // Nothing is kept.
        }

        @Override
        public void held(Hold hold) {
            // Nothing is kept.
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
