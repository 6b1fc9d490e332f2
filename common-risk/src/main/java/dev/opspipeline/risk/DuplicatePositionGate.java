package dev.opspipeline.risk;

import dev.opspipeline.account.BookView;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.market.Ticker;
import java.util.Optional;
import java.util.stream.Stream;

/** Bets once on one underlying in one direction. */
record DuplicatePositionGate() implements RiskGate {

    private static final String LIMIT = "none in the same underlying and direction";

    @Override
    public Verdict check(Proposal proposal) {
        Optional<BookView> book = proposal.knownBook();
        if (book.isEmpty()) {
            return Verdict.unknown(RefusalCode.DUPLICATE_POSITION, "positions", LIMIT);
        }
        Optional<Instrument> duplicate = Stream.concat(
                        book.get().positions().stream()
                                .filter(held -> isSame(proposal, held.instrument(), held.quantity()))
                                .map(BookView.OpenPosition::instrument),
                        book.get().entriesInFlight().stream()
                                .map(BookView.EntryInFlight::contract)
                                .filter(contract -> isSame(proposal, contract, 1)))
                .findFirst();
        return Verdict.of(
                RefusalCode.DUPLICATE_POSITION,
                duplicate.isEmpty(),
                duplicate.map(Instrument::symbol).orElse("none"),
                LIMIT);
    }

    private static boolean isSame(Proposal proposal, Instrument instrument, int quantity) {
        boolean wantsRise = proposal.recommendation().action().optionType() == OptionType.CALL;
        boolean longGainsOnRise = switch (instrument) {
            case Ticker stock -> true;
            case OptionContract option -> option.type() == OptionType.CALL;
        };
        Ticker underlying = switch (instrument) {
            case Ticker stock -> stock;
            case OptionContract option -> option.underlying();
        };
        boolean gainsOnRise = (quantity > 0) == longGainsOnRise;
        return underlying.equals(proposal.recommendation().ticker()) && gainsOnRise == wantsRise;
    }
}
