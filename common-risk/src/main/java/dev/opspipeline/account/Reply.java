package dev.opspipeline.account;

import java.util.Optional;
import java.util.function.Function;

/** What came of asking the outside world. Empty is an answer; silence is not. */
public sealed interface Reply<T> {

    /** The other side did what was asked, and this is what it said. */
    record Answer<T>(T value) implements Reply<T> {}

    /**
     * The other side understood and said no: nothing happened, and asking again changes nothing.
     *
     * @param code the broker's code where it gave one, else the HTTP status
     */
    record Refused<T>(int httpStatus, long code, String message) implements Reply<T> {

        /** The order, position or contract does not exist. */
        public boolean isNotFound() {
            return httpStatus == 404;
        }
    }

    /** Nobody knows whether it happened: a time-out, a dropped connection, an answer that cannot be read. */
    record Unavailable<T>(String why) implements Reply<T> {}

    /** The answer's value; empty for both other cases, so only for callers that treat them alike. */
    default Optional<T> answer() {
        return this instanceof Answer<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    default <R> Reply<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Answer<T>(T value) -> new Answer<>(function.apply(value));
            case Refused<T>(int status, long code, String message) -> new Refused<>(status, code, message);
            case Unavailable<T>(String why) -> new Unavailable<>(why);
        };
    }
}
