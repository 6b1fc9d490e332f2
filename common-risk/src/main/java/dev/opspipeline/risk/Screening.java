package dev.opspipeline.risk;

import dev.opspipeline.contract.ContractChooser;
import dev.opspipeline.contract.OptionMarket.ChainQuery;
import dev.opspipeline.money.Money;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the gates say that need no option chain, about one proposal. */
public record Screening(Proposal proposal, List<Verdict> verdicts) {

    public Screening {
        verdicts = List.copyOf(verdicts);
    }

    /** Nothing refuses so far: the option chain is worth reading. */
    public boolean passed() {
        return verdicts.stream().noneMatch(Verdict::refuses);
    }

    /** What speaks against a trade decided earlier by now: a gate, or dollars at work that leave no room for its own. */
    public Optional<Verdict> objection(Money outlay) {
        TierLimits limits = proposal.limits();
        Stream<Verdict> exposure = limits == null
                ? Stream.empty()
                : Stream.of(new ExposureGate(limits.maxNotionalExposure()).check(proposal, outlay));
        // A refusal first: what is unknown may be known a moment later.
        return Stream.concat(verdicts.stream(), exposure)
                .filter(Verdict::refuses)
                .min(Comparator.comparing(Verdict::isIgnorance));
    }

    /** The part of the chain to read; empty when the proposal is refused already. */
    public Optional<ChainQuery> chainQuery() {
        return passed()
                ? Optional.of(ContractChooser.query(proposal.recommendation(), proposal.now()))
                : Optional.empty();
    }
}
