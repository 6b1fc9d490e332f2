package dev.opspipeline.positionmanager;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Reply;
import java.util.Optional;

/**
 * Why an operator's order comes to nothing.
 *
 * @param line for whoever gave the order
 * @param later it will do at another time, as it is
 */
record OperatorProblem(String line, boolean later) {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    static OperatorProblem misunderstood(String line) {
        return new OperatorProblem(line, false);
    }

    static OperatorProblem later(String line) {
        return new OperatorProblem(line, true);
    }

    /** What the broker says of the account; nothing while it does not answer, for it may do so any moment. */
    static Optional<OperatorProblem> of(Reply<AccountSnapshot> account) {
        return switch (account) {
            case Reply.Answer<AccountSnapshot> ignored -> Optional.empty();
            case Reply.Unavailable<AccountSnapshot> ignored -> Optional.empty();
            case Reply.Refused<AccountSnapshot>(int status, long code, String message) ->
                Optional.of(misunderstood(
                        status == UNAUTHORIZED || status == FORBIDDEN
                                ? "The broker does not accept the keys (HTTP %d): check APCA_API_KEY_ID and APCA_API_SECRET_KEY."
                                        .formatted(status)
                                : "Not the account meant: %s.".formatted(message)));
        };
    }
}
