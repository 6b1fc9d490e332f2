package dev.opspipeline.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a dispatcher says in its log when it starts: whom it trades for, under which limits, and what that affords. */
final class StartUpWords {

    private static final Pattern FACT = Pattern.compile(
            ".* : ((?:Connected to Alpaca|Account Name:|Account Tier:|Buying power:|Risk Limits:|- Max contracts:|- Risk %|Loaded ).*)");
    private static final Pattern AFFORDABLE =
            Pattern.compile(".* : (\\S+ (?:can buy contracts up to|will never trade).*)");
    private static final String LAST = "Loaded ";

    private StartUpWords() {}

    /** All of it, in the order in which it was said; empty while nothing was. */
    static List<String> all(Path log) {
        return read(log).stream()
                .flatMap(line -> java.util.stream.Stream.of(FACT, AFFORDABLE)
                        .map(pattern -> pattern.matcher(line))
                        .filter(Matcher::matches)
                        .map(found -> found.group(1)))
                .distinct()
                .toList();
    }

    /** What the account can buy. */
    static List<String> affordable(Path log) {
        return all(log).stream()
                .filter(line -> AFFORDABLE.matcher(" : " + line).matches())
                .toList();
    }

    static boolean isComplete(Path log) {
        return all(log).stream().anyMatch(line -> line.startsWith(LAST));
    }

    private static List<String> read(Path log) {
        try {
            return Files.isReadable(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
