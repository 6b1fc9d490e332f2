package dev.opspipeline.risk;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an account's dollars into a number of contracts. Caps come last and are never exceeded; zero is an answer. */
public record PositionSizer(TierLimits limits) {

    /** Smallest outlay worth an order, dollars. */
    public static final Money MINIMUM_OUTLAY = Money.of(50);

    /** The most one contract may cost, as a share of equity (fixed). */
    public static final Fraction MOST_OF_EQUITY = Fraction.ofPercent(40);

    private static final Fraction USABLE_BUYING_POWER = Fraction.ofPercent(95);
    private static final double HIGH_CONVICTION_ABOVE = 4.5;
    private static final double LOW_CONVICTION_BELOW = 3.5;

    /**
     * @param score the recommendation's conviction, 0..5
     * @param nervous the market moves so much that sizes are halved
     * @param stop share of the premium lost when the position is stopped out
     */
    public SizeCaps caps(Funds funds, Strategy strategy, double score, boolean nervous, Fraction stop) {
        Money basis = basis(funds);
        Share conviction = score > HIGH_CONVICTION_ABOVE ? Share.FOUR_THIRDS : Share.WHOLE;
        Share share = score < LOW_CONVICTION_BELOW ? Share.TWO_THIRDS : Share.WHOLE;
        if (nervous) {
            share = share.times(Share.HALF);
        }
        BigDecimal risked = basis.amount().multiply(riskPct(funds, strategy).value());
        List<SizeCaps.Cap> caps = List.of(
                new SizeCaps.Cap(SizeCaps.BUDGET, conviction.of(risked)),
                new SizeCaps.Cap(SizeCaps.MAX_RISK, basis.timesRoundedDown(maxRiskPct(funds))),
                new SizeCaps.Cap(SizeCaps.MAX_POSITION, limits.maxPositionDollar()),
                new SizeCaps.Cap(
                        SizeCaps.EXPOSURE,
                        atLeastZero(limits.maxNotionalExposure().minus(funds.atWork()))),
                new SizeCaps.Cap(SizeCaps.BUYING_POWER, buyingPowerCap(funds)),
                new SizeCaps.Cap(
                        SizeCaps.DAILY_LOSS,
                        atLeastZero(limits.maxDailyLoss().minus(funds.lostToday()))
                                .dividedByRoundedDown(stop)));
        SizeCaps.Cap smallest = smallest(caps);
        return new SizeCaps(
                basis,
                caps,
                smallest.name(),
                share.of(Objects.requireNonNull(smallest.amount())),
                limits.allowSingleContract() ? singleContract(funds, caps, share) : Money.ZERO,
                share);
    }

    /** The size at a premium of so many dollars per share. */
    public Sizing size(SizeCaps caps, OptionContract contract, Money premium) {
        Money one = contract.outlay(premium, 1);
        int fitting = caps.spendable().wholeTimes(one);
        if (fitting == 0 && one.isAtMost(caps.singleContract())) {
            return sizing(caps, LimitKey.ALLOW_SINGLE_CONTRACT.key(), 1);
        }
        return fitting > limits.maxContractsPerTrade()
                ? sizing(caps, LimitKey.MAX_CONTRACTS_PER_TRADE.key(), limits.maxContractsPerTrade())
                : sizing(caps, caps.binding(), fitting);
    }

    /** The answer where no contract was found. */
    Sizing nothing(SizeCaps caps) {
        return sizing(caps, caps.binding(), 0);
    }

    /** Equity from which so many dollars would fit, all else equal; empty when no equity helps. */
    Optional<Money> equityFor(Money cost, SizeCaps caps, Funds funds, Strategy strategy, double score) {
        Share conviction = score > HIGH_CONVICTION_ABOVE ? Share.FOUR_THIRDS : Share.WHOLE;
        Money byBudget = caps.share()
                .times(conviction)
                .reaching(cost, riskPct(funds, strategy).value());
        Money byCeiling = caps.share().reaching(cost, maxRiskPct(funds).value());
        Money needed = byBudget.max(byCeiling);
        if (buyingPowerCounts(funds)) {
            needed = needed.max(caps.share().reaching(cost, USABLE_BUYING_POWER.value()));
        }
        Money override = limits.accountSizeOverride();
        boolean outOfReach = fixedCapBelow(cost, caps).isPresent() || (override != null && needed.isMoreThan(override));
        return outOfReach ? Optional.empty() : Optional.of(needed);
    }

    /** The first cap that no equity lifts and under which the cost does not fit. */
    Optional<SizeCaps.Cap> fixedCapBelow(Money cost, SizeCaps caps) {
        List<String> fixed = List.of(SizeCaps.MAX_POSITION, SizeCaps.EXPOSURE, SizeCaps.DAILY_LOSS);
        return caps.caps().stream()
                .filter(cap -> fixed.contains(cap.name()))
                .filter(cap -> !caps.allows(cap.name(), cost))
                .findFirst();
    }

    private Money basis(Funds funds) {
        Money basis = funds.equity();
        if (buyingPowerCounts(funds)) {
            basis = basis.min(buyingPower(funds));
        }
        Money override = limits.accountSizeOverride();
        return atLeastZero(override == null ? basis : basis.min(override));
    }

    private boolean buyingPowerCounts(Funds funds) {
        return !(funds.paper() && limits.paperIgnoreBuyingPower());
    }

    private Money buyingPower(Funds funds) {
        Money override = limits.paperBuyingPowerOverride();
        return funds.paper() && override != null ? override : funds.optionsBuyingPower();
    }

    private @Nullable Money buyingPowerCap(Funds funds) {
        return buyingPowerCounts(funds) ? atLeastZero(buyingPower(funds)).timesRoundedDown(USABLE_BUYING_POWER) : null;
    }

    private Fraction riskPct(Funds funds, Strategy strategy) {
        return band(funds).riskPct(limits, strategy);
    }

    private Fraction maxRiskPct(Funds funds) {
        return band(funds).maxRiskPerTradePct(limits);
    }

    private TierBand band(Funds funds) {
        return TierBand.of(limits.tier(), funds.equity(), limits.accountSizeOverride());
    }

    /** A lone contract may pass the caps of budget, risk and loss, up to a share of equity, but none of the others. */
    private static Money singleContract(Funds funds, List<SizeCaps.Cap> caps, Share share) {
        List<String> kept = List.of(SizeCaps.MAX_POSITION, SizeCaps.EXPOSURE, SizeCaps.BUYING_POWER);
        List<SizeCaps.Cap> left =
                caps.stream().filter(cap -> kept.contains(cap.name())).toList();
        Money others = share.of(Objects.requireNonNull(smallest(left).amount()));
        return atLeastZero(funds.equity()).timesRoundedDown(MOST_OF_EQUITY).min(others);
    }

    private static SizeCaps.Cap smallest(List<SizeCaps.Cap> caps) {
        return caps.stream()
                .filter(cap -> cap.amount() != null)
                .min(Comparator.comparing(cap -> Objects.requireNonNull(cap.amount())))
                .orElseThrow();
    }

    private static Sizing sizing(SizeCaps caps, String binding, int contracts) {
        return new Sizing(caps.basis(), caps.budget(), caps.caps(), binding, caps.spendable(), contracts);
    }

    private static Money atLeastZero(Money amount) {
        return amount.max(Money.ZERO);
    }
}
