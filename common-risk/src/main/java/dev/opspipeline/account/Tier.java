package dev.opspipeline.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An account's size class, named by {@code ACCOUNT_TIER}. Ordered from the smallest. */
public enum Tier {
    TINY,
    SMALL,
    MEDIUM,
    LARGE;

    /** The name in settings, topics, keys and logs: {@code tiny}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Tier> ofId(String id) {
        return Arrays.stream(values()).filter(tier -> tier.id().equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id();
    }
}
