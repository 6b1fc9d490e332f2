package dev.opspipeline.positionmanager;

/** This instance's turn at closing positions. Of the account's thread. */
final class Duty {

    private final ExitLoop exits;
    private final PositionMemory memory;
    private boolean mine = true;

    Duty(ExitLoop exits, PositionMemory memory) {
        this.exits = exits;
        this.memory = memory;
    }

    /** It begins or ends. */
    void becomes(boolean mineNow) {
        mine = mineNow;
        if (mine && takeUp()) {
            // Nobody has to wait for the next one to know that somebody closes positions again.
            exits.heartbeat();
        } else if (!mine) {
            exits.standBy();
        }
    }

    /** Starts what is to be done; false as long as that could not be, or is not this instance's to do. */
    boolean takeUp() {
        return mine && exits.start(memory);
    }
}
