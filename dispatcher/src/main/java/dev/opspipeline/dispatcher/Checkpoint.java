package dev.opspipeline.dispatcher;

/** The steps between reading a recommendation and settling its order: a crash between any two must do no harm. */
public enum Checkpoint {
    READ,
    DECIDED,
    COMMITTED,
    SUBMITTED,
    ANSWERED,
    PUBLISHED;

    /** Is told of each step as it is taken; a test ends the process there. */
    @FunctionalInterface
    public interface Observer {

        Observer NONE = checkpoint -> {};

        void reached(Checkpoint checkpoint);
    }
}
