package dev.opspipeline.sandbox;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

/**
 * What is done on purpose to the services of a day.
 *
 * @param kills services that are killed on the way
 * @param standbys services of which a second instance is started
 * @param deploys tiers that get another revision on the way
 */
record Disturbances(List<Kill> kills, List<String> standbys, List<Deploy> deploys) {

    Disturbances {
        kills = List.copyOf(kills);
        standbys = List.copyOf(standbys);
        deploys = List.copyOf(deploys);
    }

    /**
     * A service that is killed (SIGKILL) at a New York time.
     *
     * @param service as in {@code dispatcher-large}
     * @param downFor wall time until it is started again
     */
    record Kill(String service, LocalTime at, Duration downFor) {

        /** Reads {@code SERVICE@HH:MM} or {@code SERVICE@HH:MM+SECONDS}. */
        static Kill parse(String text) {
            String expected = "expected SERVICE@HH:MM[+SECONDS], was '" + text + "'";
            int at = text.indexOf('@');
            if (at < 1) {
                throw new IllegalArgumentException(expected);
            }
            String when = text.substring(at + 1);
            int plus = when.indexOf('+');
            try {
                return new Kill(
                        text.substring(0, at),
                        LocalTime.parse(plus < 0 ? when : when.substring(0, plus)),
                        Duration.ofSeconds(plus < 0 ? 0 : Integer.parseUnsignedInt(when.substring(plus + 1))));
            } catch (DateTimeException | NumberFormatException e) {
                throw new IllegalArgumentException(expected, e);
            }
        }
    }

    /**
     * A tier whose dispatcher and position manager are replaced by another revision from a New York time on.
     *
     * @param root the checkout that holds the new revision's jars
     */
    record Deploy(String tier, LocalTime at, Path root) {

        /** Reads {@code TIER@HH:MM}. */
        static Deploy parse(String text, Path root) {
            String expected = "expected TIER@HH:MM, was '" + text + "'";
            int at = text.indexOf('@');
            if (at < 1) {
                throw new IllegalArgumentException(expected);
            }
            try {
                return new Deploy(text.substring(0, at), LocalTime.parse(text.substring(at + 1)), root);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(expected, e);
            }
        }
    }
}
