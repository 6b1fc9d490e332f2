package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one idempotency key of an order, made from the decision it carries out and never at random, so that redelivery,
 * retry, failover and a second instance all meet the same id at the broker.
 */
public sealed interface ClientOrderId {

    /** The broker's limit, characters. */
    int MAX_LENGTH = 128;

    /** The id as the broker sees it. */
    String value();

    Tier tier();

    /** Counts from 1. */
    int attempt();

    /** An order that opens a position: {@code tiny.d.NVDA-20260409T1431-CALL-trend1.e1}. */
    record Entry(Tier tier, Strategy strategy, RecommendationId recommendation, int attempt) implements ClientOrderId {

        public Entry {
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt must be at least 1, was " + attempt);
            }
        }

        @Override
        public String value() {
            return "%s.%c.%s.e%d".formatted(tier.id(), strategy.letter(), recommendation, attempt);
        }

        public Entry next() {
            return new Entry(tier, strategy, recommendation, attempt + 1);
        }

        @Override
        public String toString() {
            return value();
        }
    }

    /**
     * An order that closes a position: {@code tiny.x.NVDA260410C00190000-NVDA-20260409T1431-CALL-trend1.1}.
     *
     * @param entryReference what opened the position: the recommendation's id, or the broker's word for a position that
     *     was not opened here
     */
    record Close(Tier tier, String symbol, String entryReference, int attempt) implements ClientOrderId {

        public Close {
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt must be at least 1, was " + attempt);
            }
        }

        public static Close of(Tier tier, Instrument instrument, String entryReference, int attempt) {
            return new Close(tier, instrument.symbol(), entryReference, attempt);
        }

        /** What all attempts to close this position begin with. */
        public String prefix() {
            return "%s.x.%s-%s.".formatted(tier.id(), symbol, entryReference);
        }

        @Override
        public String value() {
            return prefix() + attempt;
        }

        @Override
        public String toString() {
            return value();
        }
    }

    /** Reads an id made here; empty for any other, such as an order placed by hand. */
    static Optional<ClientOrderId> parse(String value) {
        return Parsing.entry(value).or(() -> Parsing.close(value));
    }

    /** Keeps the patterns out of the interface's public constants. */
    final class Parsing {
        private static final Pattern ENTRY =
                Pattern.compile("([a-z]+)\\.([a-z])\\.([A-Za-z0-9_-]{1,64})\\.e([1-9]\\d{0,5})");
        private static final Pattern CLOSE =
                Pattern.compile("([a-z]+)\\.x\\.([A-Z0-9.]+)-([A-Za-z0-9_-]+)\\.([1-9]\\d{0,5})");

        private Parsing() {}

        private static Optional<ClientOrderId> entry(String value) {
            Matcher matcher = ENTRY.matcher(value);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            return Tier.ofId(matcher.group(1))
                    .flatMap(tier -> Strategy.ofLetter(matcher.group(2).charAt(0))
                            .map(strategy -> new Entry(
                                    tier,
                                    strategy,
                                    new RecommendationId(matcher.group(3)),
                                    Integer.parseInt(matcher.group(4)))));
        }

        private static Optional<ClientOrderId> close(String value) {
            Matcher matcher = CLOSE.matcher(value);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            return Tier.ofId(matcher.group(1))
                    .map(tier ->
                            new Close(tier, matcher.group(2), matcher.group(3), Integer.parseInt(matcher.group(4))));
        }
    }
}
