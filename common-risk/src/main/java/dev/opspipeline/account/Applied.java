package dev.opspipeline.account;

import dev.opspipeline.account.TradeUpdate.Execution;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one trade update told the book that it did not know. */
public final class Applied {

    private final @Nullable Execution execution;
    private final List<Difference> differences;

    Applied(@Nullable Execution execution, List<Difference> differences) {
        this.execution = execution;
        this.differences = List.copyOf(differences);
    }

    /** The execution, if it was seen for the first time. */
    public Optional<Execution> execution() {
        return Optional.ofNullable(execution);
    }

    /** What cannot be right, such as more executed than ordered; usually none. */
    public List<Difference> differences() {
        return differences;
    }
}
