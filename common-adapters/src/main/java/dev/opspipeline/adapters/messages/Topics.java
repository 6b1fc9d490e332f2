package dev.opspipeline.adapters.messages;

import dev.opspipeline.account.Tier;

/** The names of all topics. Each has one partition: an account's limits are one serial resource. */
public final class Topics {

    public static final String RECOMMENDATIONS = "recommendations";
    public static final String HOLDS = "holds";
    public static final String HEARTBEATS = "heartbeats";
    public static final String CONTROLS = "controls";
    public static final String AUDIT = "audit";

    private Topics() {}

    public static String decisions(Tier tier) {
        return "decisions." + tier.id();
    }

    public static String orders(Tier tier) {
        return "orders." + tier.id();
    }

    public static String fills(Tier tier) {
        return "fills." + tier.id();
    }

    public static String positions(Tier tier) {
        return "positions." + tier.id();
    }

    public static String closedTrades(Tier tier) {
        return "closed-trades." + tier.id();
    }

    public static String limits(Tier tier) {
        return "limits." + tier.id();
    }

    /** Where records go that cannot be read. */
    public static String deadLetters(String topic) {
        return topic + ".dlt";
    }
}
