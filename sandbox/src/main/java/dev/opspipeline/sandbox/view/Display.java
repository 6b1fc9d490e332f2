package dev.opspipeline.sandbox.view;

import java.util.function.Supplier;

/** Where a day is shown. Called from several threads; never slows the day down. */
public interface Display extends AutoCloseable {

    /** Everything has started and the market begins. */
    void begins(Supplier<BoardView> board);

    void happened(Happening happening);

    /** Market time moved on. */
    void advanced(Supplier<BoardView> board);

    /** Leaves the terminal as it was. */
    @Override
    void close();
}
