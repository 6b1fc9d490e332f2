package dev.opspipeline.account;

import dev.opspipeline.account.TradeUpdate.Execution;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one trade update told the book that it did not know. */
public final class Applied {

    private final @Nullable Execution execution;
    private final @Nullable Correction correction;
    private final List<Difference> differences;

    /** An order whose executions were taken back or changed: as it stood, and as it stands now. */
    public record Correction(BrokerOrder before, BrokerOrder after) {

        /** Signed units that come into the position by it. */
        int units() {
            int more = after.filledQuantity() - before.filledQuantity();
            return after.side() == Side.BUY ? more : -more;
        }
    }

    private Applied(@Nullable Execution execution, @Nullable Correction correction, List<Difference> differences) {
        this.execution = execution;
        this.correction = correction;
        this.differences = List.copyOf(differences);
    }

    static Applied nothing() {
        return new Applied(null, null, List.of());
    }

    static Applied executed(Execution execution, List<Difference> differences) {
        return new Applied(execution, null, differences);
    }

    static Applied corrected(BrokerOrder before, BrokerOrder after) {
        return new Applied(null, new Correction(before, after), List.of());
    }

    /** The execution, if it was seen for the first time. */
    public Optional<Execution> execution() {
        return Optional.ofNullable(execution);
    }

    /** What was taken back or changed, if it was not known already. */
    public Optional<Correction> correction() {
        return Optional.ofNullable(correction);
    }

    /** What cannot be right, such as more executed than ordered; usually none. */
    public List<Difference> differences() {
        return differences;
    }
}
