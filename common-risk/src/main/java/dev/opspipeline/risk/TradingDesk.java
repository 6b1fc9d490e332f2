package dev.opspipeline.risk;

import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Reply;
import dev.opspipeline.contract.Candidate;
import dev.opspipeline.contract.ContractChoice;
import dev.opspipeline.contract.ContractChooser;
import dev.opspipeline.contract.ContractSearch;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.PriceGrid;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.ExitPlans;
import dev.opspipeline.exit.ExitRules;
import dev.opspipeline.exit.ExitTerms;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Session;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Recommendation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a proposal into a decision, in two steps because the option chain is read only for what the gates let through.
 * Pure: the same proposal and chain give the same decision for ever.
 */
public record TradingDesk(PriceGrid grid) {

    /** Asks every gate that needs no option chain. */
    public Screening screen(Proposal proposal) {
        return new Screening(proposal, EntryGates.check(proposal));
    }

    /** The decision on a proposal that the gates refused. */
    public DecisionRecord refuse(Screening screening) {
        return record(screening.proposal(), Findings.unchosen(screening.verdicts()), List.of(), null, null);
    }

    /** The decision on a proposal whose chain was asked for; a screening that did not pass is refused all the same. */
    public DecisionRecord decide(Screening screening, Reply<List<OptionListing>> chain) {
        if (!screening.passed()) {
            return refuse(screening);
        }
        return switch (chain) {
            case Reply.Answer<List<OptionListing>>(List<OptionListing> listings) -> choose(screening, listings);
            case Reply.Refused<List<OptionListing>>(int status, long code, String message) ->
                withoutChain(screening, "%d %s".formatted(status, message));
            case Reply.Unavailable<List<OptionListing>>(String why) -> withoutChain(screening, why);
        };
    }

    /**
     * What an unfilled entry may be bought for by now: the same contract by the same rules, no more of it than was decided.
     * Empty when any rule objects.
     *
     * @param screening of the same recommendation, its own first order left out of the book
     */
    public Optional<Decision.Trade> reprice(
            Screening screening, Decision.Trade first, Reply<List<OptionListing>> chain) {
        Reply<List<OptionListing>> same = chain.map(listings -> listings.stream()
                .filter(listing -> listing.contract().equals(first.contract()))
                .toList());
        return decide(screening, same).decision() instanceof Decision.Trade again
                ? Optional.of(new Decision.Trade(
                        again.contract(),
                        Math.min(again.contracts(), first.contracts()),
                        again.limitPrice(),
                        again.plan()))
                : Optional.empty();
    }

    private static DecisionRecord withoutChain(Screening screening, String why) {
        Findings findings = Findings.unchosen(screening.verdicts())
                .with(Verdict.unknown(RefusalCode.NO_CONTRACT, "option chain: " + why, "an option chain"));
        return record(screening.proposal(), findings, List.of(), null, null);
    }

    private DecisionRecord choose(Screening screening, List<OptionListing> listings) {
        Proposal proposal = screening.proposal();
        Recommendation recommendation = proposal.recommendation();
        TierLimits limits = Objects.requireNonNull(proposal.limits(), "passed without limits");
        Funds funds = Funds.of(proposal).orElseThrow();
        Session session = proposal.calendar().today(proposal.now()).orElseThrow();
        ExitTerms terms = ExitTerms.of(proposal.tier(), recommendation.strategy(), limits.smallAccountMode());
        PositionSizer sizer = new PositionSizer(limits);
        SizeCaps caps = sizer.caps(
                funds,
                recommendation.strategy(),
                recommendation.score(),
                VolatilityGate.isNervous(proposal),
                terms.stop());
        ContractSearch search = new ContractSearch(
                recommendation,
                listings,
                session,
                proposal.now(),
                (listing, price) -> exitDue(proposal, terms, listing, price));
        ContractChoice choice = affordable(new ContractChooser(limits.contractRules(), grid), search, caps);
        return conclude(screening, choice, new SizeReview(proposal, limits, sizer, caps, funds), terms);
    }

    private static DecisionRecord conclude(
            Screening screening, ContractChoice choice, SizeReview review, ExitTerms terms) {
        Proposal proposal = screening.proposal();
        Findings before = Findings.unchosen(screening.verdicts());
        return switch (choice) {
            case ContractChoice.None none ->
                record(
                        proposal,
                        before.with(new Verdict(
                                code(none.reason()), Verdict.Outcome.REFUSED, none.observed(), none.limit())),
                        none.candidates(),
                        review.nothing(),
                        null);
            case ContractChoice.Unaffordable dear ->
                record(proposal, review.unaffordable(before, dear), dear.candidates(), review.nothing(), null);
            case ContractChoice.Chosen chosen -> {
                OptionContract contract = chosen.listing().contract();
                Sizing sizing = review.size(chosen);
                ExitPlan plan = plan(proposal, terms, contract, chosen.price());
                yield record(
                        proposal,
                        review.chosen(before, chosen, sizing),
                        chosen.candidates(),
                        sizing,
                        new Decision.Trade(contract, sizing.contracts(), chosen.price(), plan));
            }
        };
    }

    /** First within every cap; where a lone contract may pass some of them, then that. */
    private static ContractChoice affordable(ContractChooser chooser, ContractSearch search, SizeCaps caps) {
        ContractChoice choice = chooser.choose(search, caps.spendable());
        boolean alone = choice instanceof ContractChoice.Unaffordable
                && caps.singleContract().isMoreThan(caps.spendable());
        if (!alone) {
            return choice;
        }
        ContractChoice single = chooser.choose(search, caps.singleContract());
        return single instanceof ContractChoice.Chosen ? single : choice;
    }

    private static Optional<String> exitDue(Proposal proposal, ExitTerms terms, OptionListing listing, Money price) {
        ExitPlan plan = plan(proposal, terms, listing.contract(), price);
        return ExitRules.firstDue(plan, listing.quote(), proposal.now())
                .map(reason -> reason + " would be due at once");
    }

    private static ExitPlan plan(Proposal proposal, ExitTerms terms, OptionContract contract, Money price) {
        return ExitPlans.plan(
                terms, proposal.recommendation().strategy(), contract, price, proposal.now(), proposal.calendar());
    }

    private static RefusalCode code(ContractChoice.Reason reason) {
        return switch (reason) {
            case NO_CONTRACT -> RefusalCode.NO_CONTRACT;
            case ILLIQUID -> RefusalCode.ILLIQUID;
            case STALE_QUOTE -> RefusalCode.STALE_QUOTE;
        };
    }

    private static DecisionRecord record(
            Proposal proposal,
            Findings findings,
            List<Candidate> candidates,
            @Nullable Sizing sizing,
            Decision.@Nullable Trade trade) {
        Recommendation recommendation = proposal.recommendation();
        TierLimits limits = proposal.limits();
        List<Verdict> refusals = findings.refusals();
        Decision decision = trade != null && refusals.isEmpty() ? trade : new Decision.NoTrade(refusals);
        boolean trades = decision instanceof Decision.Trade;
        return new DecisionRecord(
                recommendation.id(),
                proposal.tier(),
                proposal.now(),
                limits == null ? "" : limits.version(),
                recommendation,
                proposal.account(),
                proposal.book(),
                DecisionFacts.of(proposal),
                findings.verdicts(),
                candidates,
                sizing,
                decision,
                trades
                        ? new ClientOrderId.Entry(proposal.tier(), recommendation.strategy(), recommendation.id(), 1)
                                .value()
                        : null);
    }
}
