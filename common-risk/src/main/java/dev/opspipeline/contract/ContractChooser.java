package dev.opspipeline.contract;

import dev.opspipeline.contract.Appraisal.Admissible;
import dev.opspipeline.contract.Appraisal.Inadmissible;
import dev.opspipeline.contract.ContractChoice.Chosen;
import dev.opspipeline.contract.ContractChoice.None;
import dev.opspipeline.contract.ContractChoice.Reason;
import dev.opspipeline.contract.ContractChoice.Unaffordable;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Recommendation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Picks the contract of an entry: the best that can be bought for the money, the same one whenever asked again. */
public record ContractChooser(ContractRules rules, PriceGrid grid) {

    /** The most candidates that a decision's record carries; those furthest from the money are left out first. */
    static final int MOST_CANDIDATES = 60;

    private static final Comparator<Admissible> BEST_FIRST =
            Comparator.comparingDouble(Admissible::score).reversed().thenComparing(Admissible::contract);
    private static final Comparator<Admissible> CHEAPEST_FIRST =
            Comparator.comparing(Admissible::cost).thenComparing(Admissible::contract);
    private static final Comparator<Admissible> NEAREST_THE_MONEY_FIRST =
            Comparator.comparingDouble(Admissible::outOfTheMoney).thenComparing(BEST_FIRST);

    /** The part of the chain that has to be read for a recommendation. */
    public static OptionMarket.ChainQuery query(Recommendation recommendation, Instant now) {
        return ExpiryRule.query(recommendation, now);
    }

    /** @param budget dollars that one contract may cost */
    public ContractChoice choose(ContractSearch search, Money budget) {
        Set<LocalDate> expiries = ExpiryRule.eligible(search);
        Appraiser appraiser = new Appraiser(rules, grid, search);
        List<Appraisal> appraisals = search.listings().stream()
                .filter(listing -> ExpiryRule.fits(search, listing))
                .filter(listing -> expiries.contains(listing.contract().expiry()))
                .map(appraiser::appraise)
                .sorted(Comparator.comparing(Appraisal::contract))
                .toList();
        List<Admissible> admissible = new ArrayList<>();
        List<Inadmissible> inadmissible = new ArrayList<>();
        for (Appraisal appraisal : appraisals) {
            switch (appraisal) {
                case Admissible good -> admissible.add(good);
                case Inadmissible bad -> inadmissible.add(bad);
            }
        }
        if (admissible.isEmpty()) {
            return none(search, inadmissible);
        }
        admissible.sort(BEST_FIRST);
        Optional<Admissible> chosen = affordable(admissible, budget);
        List<Candidate> candidates = candidates(search, appraisals, chosen, budget);
        if (chosen.isPresent()) {
            return new Chosen(chosen.get().listing(), chosen.get().price(), candidates);
        }
        Admissible cheapest = admissible.stream().min(CHEAPEST_FIRST).orElseThrow();
        return new Unaffordable(cheapest.contract(), cheapest.price(), budget, candidates);
    }

    /** The best; where it costs too much, the next further out of the money; failing that, the best that fits. */
    private static Optional<Admissible> affordable(List<Admissible> bestFirst, Money budget) {
        Admissible best = bestFirst.getFirst();
        if (best.cost().isAtMost(budget)) {
            return Optional.of(best);
        }
        List<Admissible> fitting = bestFirst.stream()
                .filter(candidate -> candidate.cost().isAtMost(budget))
                .toList();
        return fitting.stream()
                .filter(candidate -> candidate.outOfTheMoney() > best.outOfTheMoney())
                .min(NEAREST_THE_MONEY_FIRST)
                .or(() -> fitting.stream().findFirst());
    }

    private static None none(ContractSearch search, List<Inadmissible> inadmissible) {
        List<Candidate> candidates = candidates(search, inadmissible, Optional.empty(), Money.ZERO);
        if (inadmissible.isEmpty()) {
            return new None(
                    Reason.NO_CONTRACT,
                    "none of %d listings expires in time"
                            .formatted(search.listings().size()),
                    "a tradable contract of the right expiry",
                    candidates);
        }
        Reason reason = has(inadmissible, Reason.ILLIQUID)
                ? Reason.ILLIQUID
                : has(inadmissible, Reason.STALE_QUOTE) ? Reason.STALE_QUOTE : Reason.NO_CONTRACT;
        Inadmissible example = inadmissible.stream()
                .filter(bad -> bad.reason() == reason)
                .min(Comparator.comparingDouble(bad -> Math.abs(search.outOfTheMoney(bad.listing()))))
                .orElseThrow();
        return new None(
                reason,
                "0 of %d contracts, %s: %s".formatted(inadmissible.size(), example.contract(), example.why()),
                "at least one contract",
                candidates);
    }

    private static boolean has(List<Inadmissible> inadmissible, Reason reason) {
        return inadmissible.stream().anyMatch(bad -> bad.reason() == reason);
    }

    private static List<Candidate> candidates(
            ContractSearch search, List<? extends Appraisal> appraisals, Optional<Admissible> chosen, Money budget) {
        Optional<OptionContract> contract = chosen.map(Admissible::contract);
        return appraisals.stream()
                .sorted(Comparator.comparing((Appraisal a) -> !contract.equals(Optional.of(a.contract())))
                        .thenComparingDouble(a -> Math.abs(search.outOfTheMoney(a.listing())))
                        .thenComparing(Appraisal::contract))
                .limit(MOST_CANDIDATES)
                .map(appraisal -> appraisal.candidate(verdict(appraisal, contract, budget)))
                .toList();
    }

    private static String verdict(Appraisal appraisal, Optional<OptionContract> chosen, Money budget) {
        return switch (appraisal) {
            case Inadmissible bad -> bad.why();
            case Admissible good when chosen.equals(Optional.of(good.contract())) -> "chosen";
            case Admissible good
            when good.cost().isMoreThan(budget) -> "costs %s, more than %s".formatted(good.cost(), budget);
            case Admissible good -> "another was better";
        };
    }
}
