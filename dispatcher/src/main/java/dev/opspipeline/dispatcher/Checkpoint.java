package dev.opspipeline.dispatcher;

/** The steps between reading a recommendation and settling its order: a crash between any two must do no harm. */
public enum Checkpoint {
    READ,
    DECIDED,
    /** Decisions and offset are at Kafka, and nothing is committed. */
    WRITTEN,
    COMMITTED,
    /** The next thing is the order itself. */
    SENDING,
    ANSWERED,
    PUBLISHED,
    /** The stream told of a fill, and the book has it. */
    FILLED;

    /** Is told of each step as it is taken; a test ends the process there. */
    @FunctionalInterface
    public interface Observer {

        Observer NONE = checkpoint -> {};

        void reached(Checkpoint checkpoint);
    }
}
