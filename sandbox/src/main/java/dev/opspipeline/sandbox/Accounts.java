package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The accounts the sandbox's broker can open: one for each tier, with an equity inside the tier's band. */
final class Accounts {

    /** Who plays when nobody says otherwise. */
    static final List<String> USUAL_TIERS = List.of("tiny", "large");

    private static final List<AccountSpec> ALL = List.of(
            account("tiny", "1804.00"),
            account("small", "4200.00"),
            account("medium", "18000.00"),
            account("large", "209000.00"));

    /** Dollars of equity up to which a tier is meant. */
    private static final Map<String, BigDecimal> BANDS = new LinkedHashMap<>();

    static {
        BANDS.put("tiny", new BigDecimal("2000"));
        BANDS.put("small", new BigDecimal("5000"));
        BANDS.put("medium", new BigDecimal("25000"));
    }

    private Accounts() {}

    static List<String> tiers() {
        return ALL.stream().map(AccountSpec::tier).toList();
    }

    /** The tier an equity belongs to; bands include their upper bound. */
    static String bandOf(BigDecimal equity) {
        return BANDS.entrySet().stream()
                .filter(band -> equity.compareTo(band.getValue()) <= 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("large");
    }

    /**
     * The accounts of these tiers, smallest first, whatever order they are named in.
     *
     * @throws IllegalArgumentException when one does not exist or is named twice, or none is named
     */
    static List<AccountSpec> of(List<String> tiers) {
        List<String> left = new ArrayList<>(tiers);
        List<AccountSpec> chosen = new ArrayList<>();
        for (AccountSpec account : ALL) {
            if (left.remove(account.tier())) {
                chosen.add(account);
            }
        }
        if (!left.isEmpty()) {
            String tier = left.getFirst();
            throw new IllegalArgumentException(
                    tiers().contains(tier)
                            ? tier + " is named twice"
                            : "no tier '%s', there are %s".formatted(tier, String.join(", ", tiers())));
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("at least one of " + String.join(", ", tiers()));
        }
        return List.copyOf(chosen);
    }

    /** The same account with another day's opening cash. */
    static AccountSpec withCash(AccountSpec account, BigDecimal cash) {
        return new AccountSpec(account.tier(), account.keyId(), account.secretKey(), account.accountNumber(), cash);
    }

    private static AccountSpec account(String tier, String cash) {
        String name = tier.toUpperCase(java.util.Locale.ROOT);
        return new AccountSpec(
                tier, "SBX-KEY-" + name, "sandbox-secret-" + tier, "SBX-" + name + "-0001", new BigDecimal(cash));
    }
}
