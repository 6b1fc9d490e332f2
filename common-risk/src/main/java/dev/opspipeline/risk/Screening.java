package dev.opspipeline.risk;

import dev.opspipeline.contract.ContractChooser;
import dev.opspipeline.contract.OptionMarket.ChainQuery;
import java.util.List;
import java.util.Optional;

/** What the gates say that need no option chain, about one proposal. */
public record Screening(Proposal proposal, List<Verdict> verdicts) {

    public Screening {
        verdicts = List.copyOf(verdicts);
    }

    /** Nothing refuses so far: the option chain is worth reading. */
    public boolean passed() {
        return verdicts.stream().noneMatch(Verdict::refuses);
    }

    /** The part of the chain to read; empty when the proposal is refused already. */
    public Optional<ChainQuery> chainQuery() {
        return passed()
                ? Optional.of(ContractChooser.query(proposal.recommendation(), proposal.now()))
                : Optional.empty();
    }
}
