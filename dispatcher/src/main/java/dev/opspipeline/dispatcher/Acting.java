package dev.opspipeline.dispatcher;

/** Whether this instance is the one that acts for its account, or stands by. May be asked from any thread. */
public final class Acting {

    private volatile boolean now;

    /** True from recovery until another instance takes over. */
    public boolean now() {
        return now;
    }

    void begins() {
        now = true;
    }

    void ends() {
        now = false;
    }
}
