package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.TopicFact.Decision;
import dev.opspipeline.simulation.audit.TopicFact.Signal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** One number for everything that was decided: equal days have equal hashes, whenever and however fast they were run. */
final class DecisionHash {

    private DecisionHash() {}

    static String of(Day day) {
        StringBuilder text = new StringBuilder();
        for (Ledger ledger : day.ledgers()) {
            for (Signal signal : day.topics().signals()) {
                text.append(ledger.tier()).append('|').append(signal.id());
                day.topics()
                        .decisions(ledger.tier(), signal.id())
                        .forEach(decision -> text.append('|').append(line(decision)));
                text.append('\n');
            }
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String line(Decision decision) {
        BigDecimal limit = decision.limitPrice();
        return decision.trade()
                ? "trade|%s|%d|%s"
                        .formatted(
                                decision.contract(),
                                decision.contracts(),
                                limit == null ? "" : limit.stripTrailingZeros().toPlainString())
                : "no_trade|" + decision.refusals().stream().sorted().collect(Collectors.joining(","));
    }
}
