package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Affordability;
import dev.opspipeline.risk.LimitKey;
import dev.opspipeline.risk.TierBand;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.signal.Strategy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words in which a dispatcher says whom it trades for and how far: one fact a line, as operators search for them. */
record StartUpLines(AccountIdentity identity, String accountName) {

    private static final String NEEDED =
            ", at least " + AccountSnapshot.LEVEL_THAT_BUYS + " is needed to buy options: no entries";

    /** A line, and whether it is one to worry about. */
    record Line(String event, String text, boolean alarming) {

        static Line fact(String event, String text) {
            return new Line(event, text, false);
        }
    }

    List<Line> connected(AccountSnapshot account) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.fact(
                "account.connected", "Connected to Alpaca %s Trading".formatted(identity.paper() ? "Paper" : "Live")));
        lines.add(Line.fact("account.name", "Account Name: " + accountName));
        lines.add(Line.fact("account.tier", "Account Tier: " + identity.tier()));
        lines.add(Line.fact("account.buying_power", "Buying power: " + dollars(account.optionsBuyingPower())));
        lines.addAll(freedom(account));
        return lines;
    }

    private static List<Line> freedom(AccountSnapshot account) {
        List<Line> lines = new ArrayList<>();
        boolean mayBuy = account.optionsLevel() >= AccountSnapshot.LEVEL_THAT_BUYS;
        lines.add(new Line(
                "account.options_level",
                "Options level: %d%s".formatted(account.optionsLevel(), mayBuy ? "" : NEEDED),
                !mayBuy));
        if (account.tradingBlocked()) {
            lines.add(new Line("account.blocked", "Trading is blocked on this account: no entries", true));
        }
        if (account.accountBlocked()) {
            lines.add(new Line("account.blocked", "This account is blocked or not active: no entries", true));
        }
        return lines;
    }

    /** What the account's owner has set at the broker. */
    static List<Line> belts(AccountBelts belts) {
        boolean mayBuy = belts.allowsOptionsLevel(AccountSnapshot.LEVEL_THAT_BUYS);
        Integer restricted = belts.maxOptionsTradingLevel();
        return List.of(
                Line.fact(
                        "account.belts",
                        "Belt no_shorting: "
                                + (belts.noShorting()
                                        ? "on"
                                        : "off, so the broker would let stock be sold that is not held")),
                new Line(
                        "account.belts",
                        "Belt max_options_trading_level: "
                                + (restricted == null ? "not set" : restricted + (mayBuy ? "" : NEEDED)),
                        !mayBuy),
                new Line(
                        "account.belts",
                        "Belt suspend_trade: "
                                + (belts.suspendTrade()
                                        ? "ON, so the broker refuses every new order, exits too"
                                        : "off"),
                        belts.suspendTrade()));
    }

    List<Line> limits(TierLimits limits, LimitsView view, AccountSnapshot account) {
        Tier tier = identity.tier();
        TierBand band = TierBand.of(tier, account.equity(), limits.accountSizeOverride());
        List<Line> lines = new ArrayList<>();
        lines.add(Line.fact("limits.in_force", "Risk Limits:"));
        lines.add(Line.fact("limits.in_force", "- Max contracts: " + limits.maxContractsPerTrade()));
        lines.add(Line.fact("limits.in_force", "- Risk % (day): " + percent(band.riskPct(limits, Strategy.DAY))));
        lines.add(Line.fact("limits.in_force", "- Risk % (swing): " + percent(band.riskPct(limits, Strategy.SWING))));
        boolean own = view.parameter().endsWith("_" + tier);
        lines.add(new Line(
                "limits.loaded",
                "Loaded %s config: %s".formatted(own ? "tier-specific" : "FALL-BACK", view.parameter()),
                !own));
        Affordability affordable = Affordability.of(limits, account, identity.paper());
        lines.add(Line.fact(
                "account.affordable",
                "%s can buy contracts up to %s (day) and %s (swing)"
                        .formatted(tier, affordable.day(), affordable.swing())));
        if (affordable.nothing()) {
            lines.add(new Line(
                    "account.affords_nothing",
                    "%s will never trade: under its own limits it cannot afford one contract".formatted(tier),
                    true));
        }
        lines.addAll(bandLines(band));
        for (LimitKey key : LimitKey.values()) {
            lines.add(Line.fact(
                    "limits.effective",
                    "- %s: %s (%s)"
                            .formatted(
                                    key.key(), limits.value(key), view.sources().get(key))));
        }
        return lines;
    }

    static List<Line> bandLines(TierBand band) {
        List<Line> lines = new ArrayList<>();
        if (band.isOutside()) {
            lines.add(new Line(
                    "tier.outside_band",
                    "%s is the tier of %s, not of %s: the smaller risk percentages of both hold"
                            .formatted(band.byEquity(), dollars(band.measured()), band.configured()),
                    true));
        }
        band.graduation()
                .ifPresent(tier -> lines.add(new Line(
                        "tier.graduation_proposed",
                        "With %s this account is a tenth beyond the band of %s: ACCOUNT_TIER %s is proposed, not applied"
                                .formatted(dollars(band.measured()), band.configured(), tier),
                        true)));
        return lines;
    }

    static String dollars(Money amount) {
        return String.format(Locale.ROOT, "$%,.2f", amount.amount());
    }

    static String percent(Fraction share) {
        BigDecimal percent = share.value().movePointRight(2).stripTrailingZeros();
        return (percent.scale() < 1 ? percent.setScale(1, RoundingMode.UNNECESSARY) : percent).toPlainString() + "%";
    }
}
