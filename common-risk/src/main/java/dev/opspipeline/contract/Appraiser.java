package dev.opspipeline.contract;

import dev.opspipeline.contract.Appraisal.Admissible;
import dev.opspipeline.contract.Appraisal.Inadmissible;
import dev.opspipeline.contract.ContractChoice.Reason;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Judges one listing after the other by the same rules: first whether it may be bought at all, then how good it is. */
final class Appraiser {

    private static final double USUAL_DISTANCE = 0.015;
    private static final double DELTA_FOR_TARGET = 0.20;
    private static final double BEST_DELTA_FROM = 0.30;
    private static final double BEST_DELTA_TO = 0.50;
    private static final double FAR_FROM_TARGET = 0.05;
    private static final double AMPLE_VOLUME = 1_000;
    private static final double WEIGHT_SPREAD = 0.3;
    private static final double WEIGHT_VOLUME = 0.2;
    private static final double WEIGHT_DELTA = 0.3;
    private static final double WEIGHT_DISTANCE = 0.2;

    private final ContractRules rules;
    private final PriceGrid grid;
    private final ContractSearch search;
    private final Map<LocalDate, Double> targets = new HashMap<>();

    Appraiser(ContractRules rules, PriceGrid grid, ContractSearch search) {
        this.rules = rules;
        this.grid = grid;
        this.search = search;
    }

    Appraisal appraise(OptionListing listing) {
        Quote quote = listing.quote();
        if (quote == null) {
            return new Inadmissible(listing, Reason.STALE_QUOTE, "quote unknown");
        }
        Optional<Inadmissible> flaw = stale(listing, quote)
                .or(() -> delta(listing))
                .or(() -> spread(listing, quote))
                .or(() -> liquidity(listing));
        if (flaw.isPresent()) {
            return flaw.get();
        }
        Money price = grid.roundUp(quote.ask());
        Optional<String> objection = search.objection().against(listing, price);
        if (objection.isPresent()) {
            return new Inadmissible(listing, Reason.NO_CONTRACT, objection.get());
        }
        double outOfTheMoney = search.outOfTheMoney(listing);
        return new Admissible(listing, price, outOfTheMoney, score(listing, quote, outOfTheMoney));
    }

    private Optional<Inadmissible> stale(OptionListing listing, Quote quote) {
        Duration age = quote.age(search.now());
        if (age.compareTo(rules.maxQuoteAge()) > 0) {
            return Optional.of(
                    new Inadmissible(listing, Reason.STALE_QUOTE, "quote is %d s old".formatted(age.toSeconds())));
        }
        Duration stampAge = Duration.between(quote.changedAt(), search.now());
        return stampAge.compareTo(ContractRules.MAX_QUOTE_STAMP_AGE) > 0
                ? Optional.of(new Inadmissible(
                        listing, Reason.STALE_QUOTE, "quote was made %d s ago".formatted(stampAge.toSeconds())))
                : Optional.empty();
    }

    private Optional<Inadmissible> delta(OptionListing listing) {
        Double delta = listing.delta();
        if (delta == null || delta.isNaN()) {
            return Optional.of(new Inadmissible(listing, Reason.NO_CONTRACT, "delta unknown"));
        }
        return Math.abs(delta) >= rules.minDelta().doubleValue()
                ? Optional.empty()
                : Optional.of(new Inadmissible(listing, Reason.NO_CONTRACT, "delta below " + rules.minDelta()));
    }

    private Optional<Inadmissible> spread(OptionListing listing, Quote quote) {
        if (!quote.isTwoSided()) {
            return Optional.of(new Inadmissible(
                    listing, Reason.ILLIQUID, "bid %s and ask %s".formatted(quote.bid(), quote.ask())));
        }
        Fraction spread = quote.spreadOfMid();
        return spread.isAtMost(rules.maxSpread())
                ? Optional.empty()
                : Optional.of(new Inadmissible(
                        listing, Reason.ILLIQUID, "spread %s of mid, above %s".formatted(spread, rules.maxSpread())));
    }

    private Optional<Inadmissible> liquidity(OptionListing listing) {
        Long volume = listing.volume();
        Long openInterest = listing.openInterest();
        boolean enough = (volume != null && volume >= rules.minVolume())
                || (openInterest != null && openInterest >= rules.minOpenInterest());
        return enough
                ? Optional.empty()
                : Optional.of(new Inadmissible(
                        listing,
                        Reason.ILLIQUID,
                        "volume %s below %d and open interest %s below %d"
                                .formatted(
                                        volume == null ? "unknown, not known to be" : volume.toString(),
                                        rules.minVolume(),
                                        openInterest == null ? "unknown, not known to be" : openInterest.toString(),
                                        rules.minOpenInterest())));
    }

    private double score(OptionListing listing, Quote quote, double outOfTheMoney) {
        double spread =
                1 - quote.spreadOfMid().doubleValue() / rules.maxSpread().doubleValue();
        Long volume = listing.volume();
        double trading = volume == null ? 0 : Math.min(volume / AMPLE_VOLUME, 1);
        Double delta = listing.delta();
        double away = Math.abs(outOfTheMoney - target(listing.contract().expiry()));
        double distance = 1 - Math.min(away / FAR_FROM_TARGET, 1);
        return WEIGHT_SPREAD * spread
                + WEIGHT_VOLUME * trading
                + WEIGHT_DELTA * deltaScore(delta == null ? 0 : Math.abs(delta))
                + WEIGHT_DISTANCE * distance;
    }

    private static double deltaScore(double delta) {
        if (delta < BEST_DELTA_FROM) {
            return delta / BEST_DELTA_FROM;
        }
        return delta <= BEST_DELTA_TO ? 1 : Math.max(0, 1 - (delta - BEST_DELTA_TO) / BEST_DELTA_TO);
    }

    /** How far out of the money the wanted strike is, as a fraction of the underlying's price. */
    private double target(LocalDate expiry) {
        return switch (search.strategy()) {
            case SWING -> 0;
            case DAY, GAP -> targets.computeIfAbsent(expiry, this::dayTarget);
        };
    }

    private double dayTarget(LocalDate expiry) {
        double furthest = search.listings().stream()
                .filter(listing -> ExpiryRule.fits(search, listing))
                .filter(listing -> listing.contract().expiry().equals(expiry))
                .filter(listing -> {
                    Double delta = listing.delta();
                    return delta != null && Math.abs(delta) >= DELTA_FOR_TARGET;
                })
                .mapToDouble(search::outOfTheMoney)
                .max()
                .orElse(USUAL_DISTANCE);
        return Math.max(0, Math.min(furthest, USUAL_DISTANCE));
    }
}
