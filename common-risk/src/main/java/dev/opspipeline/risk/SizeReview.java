package dev.opspipeline.risk;

import dev.opspipeline.contract.ContractChoice;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Recommendation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of a contract and its size, rule by rule, whether the account may carry it. */
record SizeReview(Proposal proposal, TierLimits limits, PositionSizer sizer, SizeCaps caps, Funds funds) {

    private static final List<String> OWN_MONEY =
            List.of(SizeCaps.BUDGET, SizeCaps.MAX_RISK, SizeCaps.MAX_POSITION, SizeCaps.BUYING_POWER);

    Sizing size(ContractChoice.Chosen chosen) {
        return sizer.size(caps, chosen.listing().contract(), chosen.price());
    }

    /** Where no contract was found. */
    Sizing nothing() {
        return sizer.nothing(caps);
    }

    /** When not even one of the cheapest contract fits: each rule under which it does not. */
    Findings unaffordable(Findings before, ContractChoice.Unaffordable dear) {
        Money cost = dear.cost();
        boolean fitsMoney = OWN_MONEY.stream().allMatch(name -> caps.allows(name, cost));
        return before.with(
                found(dear.candidates().size()),
                Verdict.of(
                        RefusalCode.CANNOT_AFFORD,
                        fitsMoney,
                        one(dear.cheapest(), cost),
                        "at most %s (%s); %s".formatted(caps.spendable(), caps.binding(), equity(cost))),
                exposure(cost),
                lossBudget(cost),
                tooExpensive(cost));
    }

    Findings chosen(Findings before, ContractChoice.Chosen chosen, Sizing sizing) {
        OptionContract contract = chosen.listing().contract();
        Money one = contract.outlay(chosen.price(), 1);
        Money outlay = contract.outlay(chosen.price(), sizing.contracts());
        boolean alone = sizing.binding().equals(LimitKey.ALLOW_SINGLE_CONTRACT.key());
        Money most = alone ? caps.singleContract() : caps.spendable();
        return before.with(
                found(chosen.candidates().size()),
                liquid(chosen.listing()),
                fresh(chosen.listing()),
                Verdict.of(
                        RefusalCode.CANNOT_AFFORD,
                        outlay.isAtMost(most),
                        "%d x %s".formatted(sizing.contracts(), one),
                        "at most %s (%s)".formatted(most, sizing.binding())),
                new ExposureGate(limits.maxNotionalExposure()).check(proposal, outlay),
                alone
                        ? Verdict.of(RefusalCode.LOSS_BUDGET, true, outlay, "a single contract may pass it")
                        : lossBudget(outlay),
                tooExpensive(one),
                new NetDeltaGate(limits.maxNetDelta())
                        .check(
                                proposal,
                                new PositionDelta(
                                        contract,
                                        sizing.contracts(),
                                        chosen.listing().delta(),
                                        proposal.recommendation().underlyingPrice())),
                Verdict.of(
                        RefusalCode.BELOW_MINIMUM,
                        outlay.isAtLeast(PositionSizer.MINIMUM_OUTLAY),
                        outlay,
                        "at least " + PositionSizer.MINIMUM_OUTLAY));
    }

    private Verdict exposure(Money cost) {
        Money left = caps.cap(SizeCaps.EXPOSURE).map(caps.share()::of).orElse(Money.ZERO);
        return Verdict.of(
                RefusalCode.EXPOSURE,
                caps.allows(SizeCaps.EXPOSURE, cost),
                "%s more than %s".formatted(cost, funds.atWork()),
                "at most %s more, %s in all".formatted(left, limits.maxNotionalExposure()));
    }

    private Verdict lossBudget(Money outlay) {
        Money most = caps.cap(SizeCaps.DAILY_LOSS).map(caps.share()::of).orElse(Money.ZERO);
        return Verdict.of(
                RefusalCode.LOSS_BUDGET,
                caps.allows(SizeCaps.DAILY_LOSS, outlay),
                outlay,
                "at most %s, so that its stop fits what is left of %s a day".formatted(most, limits.maxDailyLoss()));
    }

    private Verdict tooExpensive(Money one) {
        Money most = funds.equity().timesRoundedDown(PositionSizer.MOST_OF_EQUITY);
        return Verdict.of(
                RefusalCode.CONTRACT_TOO_EXPENSIVE,
                one.isAtMost(most),
                one,
                "at most %s, %s of equity".formatted(most, PositionSizer.MOST_OF_EQUITY));
    }

    private String equity(Money cost) {
        Recommendation signal = proposal.recommendation();
        Optional<Money> needed = sizer.equityFor(cost, caps, funds, signal.strategy(), signal.score());
        return needed.map(equity -> "fits from an equity of " + equity)
                .orElseGet(() -> "fits at no equity: "
                        + sizer.fixedCapBelow(cost, caps)
                                .map(SizeCaps.Cap::name)
                                .orElse(LimitKey.ACCOUNT_SIZE_OVERRIDE.key()));
    }

    private Verdict liquid(OptionListing listing) {
        Quote quote = listing.quote();
        return Verdict.of(
                RefusalCode.ILLIQUID,
                quote != null,
                "spread %s of mid, volume %s, open interest %s"
                        .formatted(
                                quote == null ? "unknown" : quote.spreadOfMid(),
                                words(listing.volume()),
                                words(listing.openInterest())),
                "spread at most %s, volume or open interest at least %d or %d"
                        .formatted(
                                limits.contractRules().maxSpread(),
                                limits.contractRules().minVolume(),
                                limits.contractRules().minOpenInterest()));
    }

    private Verdict fresh(OptionListing listing) {
        Quote quote = listing.quote();
        return Verdict.of(
                RefusalCode.STALE_QUOTE,
                quote != null,
                quote == null ? "unknown" : Figures.seconds(quote.age(proposal.now())) + " old",
                "at most " + Figures.seconds(limits.contractRules().maxQuoteAge()) + " old");
    }

    private static Verdict found(int candidates) {
        return Verdict.of(RefusalCode.NO_CONTRACT, true, candidates + " looked at", "at least one to buy");
    }

    private static String one(OptionContract contract, Money cost) {
        return "one %s costs %s".formatted(contract, cost);
    }

    private static String words(@Nullable Long number) {
        return number == null ? "unknown" : number.toString();
    }
}
