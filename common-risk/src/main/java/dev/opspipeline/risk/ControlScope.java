package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Whom a control concerns: one tier, or all of them.
 *
 * @param tier null for all
 */
public record ControlScope(@Nullable Tier tier) {

    /** How "all tiers" is written. */
    public static final String ALL = "ALL";

    public static ControlScope all() {
        return new ControlScope(null);
    }

    public static ControlScope of(Tier tier) {
        return new ControlScope(tier);
    }

    /**
     * Reads {@code tiny} or {@code ALL}.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static ControlScope parse(String text) {
        return text.equals(ALL)
                ? all()
                : Tier.ofId(text)
                        .map(ControlScope::of)
                        .orElseThrow(() -> new IllegalArgumentException("no tier '" + text + "', and not " + ALL));
    }

    public boolean covers(Tier other) {
        return tier == null || tier == other;
    }

    @Override
    public String toString() {
        return tier == null ? ALL : tier.id();
    }
}
