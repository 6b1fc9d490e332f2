package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitTerms;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PositionSizerTest {

    private static final OptionContract CONTRACT = OptionContract.parse("NVDA260410C00190000");

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            equity, most a position, score, uncapped, spendable, binding
            55000,  825,             4.6,   1100.00,  825.00,    max_position_dollar
            55000,  825,             4.5,   825.00,   825.00,    budget
            55000,  825,             4.0,   825.00,   825.00,    budget
            55000,  825,             3.5,   825.00,   825.00,    budget
            55000,  825,             3.49,  825.00,   550.00,    budget
            55000,  825,             3.0,   825.00,   550.00,    budget
            10000,  300,             4.6,   200.00,   200.00,    budget
            10000,  300,             4.0,   150.00,   150.00,    budget
            10000,  300,             3.0,   150.00,   100.00,    budget
            """)
    void F25_convictionCountsBeforeTheCapsAndLowConvictionIsSmallerUnderThemToo(
            Money equity, Money most, double score, Money uncapped, Money spendable, String binding) {
        TierLimits limits = Documents.limits(
                Tier.LARGE,
                "risk_pct_day: 0.015, max_position_dollar: " + most.amount().longValueExact());

        SizeCaps caps = caps(limits, funds(equity), Strategy.DAY, score);

        assertThat(caps.budget()).isEqualTo(uncapped);
        assertThat(caps.spendable()).isEqualTo(spendable);
        assertThat(caps.binding()).isEqualTo(binding);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            premium, contracts
            1.50,    1
            1.80,    1
            1.81,    0
            0.90,    2
            0.50,    2
            8.50,    0
            """)
    void F08_tinyBuysWhatItsCeilingAllowsAndNothingElse(Money premium, int contracts) {
        PositionSizer sizer = new PositionSizer(TierTable.limits(Tier.TINY));
        SizeCaps caps = caps(sizer.limits(), funds(Money.of("1804")), Strategy.DAY, 4.0);

        assertThat(caps.budget()).isEqualTo(Money.of("270.60"));
        assertThat(caps.spendable()).isEqualTo(Money.of("180.40"));
        assertThat(caps.binding()).isEqualTo("max_risk_per_trade_pct");
        assertThat(sizer.size(caps, CONTRACT, premium).contracts()).isEqualTo(contracts);
    }

    @Test
    void aLargeAccountsTradeIsTwoThousandDollarsAtMostAndSaysThatTheDaysLossBinds() {
        TierLimits limits = Documents.limits(Tier.LARGE, "preset: building");

        SizeCaps caps = caps(limits, funds(Money.of(90_000)), Strategy.DAY, 4.0);

        assertThat(caps.budget()).isEqualTo(Money.of("3600.00"));
        assertThat(caps.spendable()).isEqualTo(Money.of("2000.00"));
        assertThat(caps.binding()).isEqualTo("max_daily_loss");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            equity, buying power, override, paper, ignored, overridden power, basis
            1804,   3608,         ,         false, false,   ,                 1804
            1804,   900,          ,         false, false,   ,                 900
            1804,   3608,         1000,     false, false,   ,                 1000
            1804,   3608,         5000,     false, false,   ,                 1804
            1804,   900,          ,         true,  true,    ,                 1804
            1804,   900,          ,         false, true,    ,                 900
            1804,   900,          ,         true,  false,   1000000000,       1804
            1804,   900,          ,         false, false,   1000000000,       900
            122,    122,          ,         false, false,   ,                 122
            -50,    0,            ,         false, false,   ,                 0
            """)
    void F10_theBasisIsNeverMoreThanTheEquityWhateverPowerIsClaimed(
            Money equity,
            Money buyingPower,
            @Nullable String override,
            boolean paper,
            boolean ignored,
            @Nullable String overriddenPower,
            Money basis) {
        TierLimits limits = Documents.limits(
                Tier.TINY,
                "account_size_override: %s, paper_ignore_buying_power: %s, paper_buying_power_override: %s"
                        .formatted(override, ignored, overriddenPower));
        Funds funds = new Funds(equity, buyingPower, Money.ZERO, Money.ZERO, Money.ZERO, paper);

        assertThat(caps(limits, funds, Strategy.DAY, 4.0).basis()).isEqualTo(basis);
    }

    @Test
    void F07_anAccountOfAHundredAndTwentyTwoDollarsIsSizedFromThat() {
        PositionSizer sizer = new PositionSizer(TierTable.limits(Tier.TINY));
        SizeCaps caps = caps(sizer.limits(), funds(Money.of(122)), Strategy.DAY, 5.0);

        assertThat(caps.spendable()).isEqualTo(Money.of("12.20"));
        assertThat(sizer.size(caps, CONTRACT, Money.of("0.13")).contracts()).isZero();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            lost, held, reserved, buying power, exposure cap, loss cap, power cap, binding
            0,    0,    0,        1804,         1500.00,      200.00,   1713.80,   max_risk_per_trade_pct
            9.80, 0,    0,        1804,         1500.00,      180.40,   1713.80,   max_risk_per_trade_pct
            9.81, 0,    0,        1804,         1500.00,      180.38,   1713.80,   max_daily_loss
            100,  0,    0,        1804,         1500.00,      0.00,     1713.80,   max_daily_loss
            150,  0,    0,        1804,         1500.00,      0.00,     1713.80,   max_daily_loss
            0,    1000, 400,      1804,         100.00,       200.00,   1713.80,   max_notional_exposure
            0,    1000, 600,      1804,         0.00,         200.00,   1713.80,   max_notional_exposure
            0,    0,    0,        100,          1500.00,      200.00,   95.00,     max_risk_per_trade_pct
            """)
    void F13_everyCapIsInDollarsOfWholeContractsAndReported(
            Money lost,
            Money held,
            Money reserved,
            Money power,
            Money exposure,
            Money loss,
            Money powerCap,
            String binding) {
        Funds funds = new Funds(Money.of(1804), power, lost, held, reserved, false);

        SizeCaps caps = caps(TierTable.limits(Tier.TINY), funds, Strategy.DAY, 4.0);

        assertThat(caps.caps())
                .extracting(SizeCaps.Cap::name)
                .containsExactly(
                        "budget",
                        "max_risk_per_trade_pct",
                        "max_position_dollar",
                        "max_notional_exposure",
                        "options_buying_power",
                        "max_daily_loss");
        assertThat(caps.caps().get(2).amount()).isNull();
        assertThat(caps.caps().get(3).amount()).isEqualTo(exposure);
        assertThat(caps.caps().get(4).amount()).isEqualTo(powerCap);
        assertThat(caps.caps().get(5).amount()).isEqualTo(loss);
        assertThat(caps.binding()).isEqualTo(binding);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            tier,  equity, strategy, budget
            TINY,  2000,   DAY,      300.00
            TINY,  2001,   DAY,      240.12
            TINY,  6000,   DAY,      240.00
            TINY,  6000,   SWING,    360.00
            LARGE, 20000,  DAY,      200.00
            LARGE, 1000,   DAY,      10.00
            """)
    void F09_outsideItsBandAnAccountTakesTheStricterPercentage(
            Tier tier, Money equity, Strategy strategy, Money budget) {
        assertThat(caps(TierTable.limits(tier), funds(equity), strategy, 4.0).budget())
                .isEqualTo(budget);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            premium, held, lost, contracts, binding
            1.80,    0,    0,    1,         max_risk_per_trade_pct
            1.81,    0,    0,    1,         allow_single_contract
            7.21,    0,    0,    1,         allow_single_contract
            7.22,    0,    0,    0,         max_risk_per_trade_pct
            5.00,    0,    99,   1,         allow_single_contract
            5.00,    1000, 0,    1,         allow_single_contract
            5.00,    1001, 0,    0,         max_risk_per_trade_pct
            """)
    void aSingleContractMayPassBudgetRiskAndLossButNotExposure(
            Money premium, Money held, Money lost, int contracts, String binding) {
        PositionSizer sizer = new PositionSizer(Documents.limits(Tier.TINY, "allow_single_contract: true"));
        Funds funds = new Funds(Money.of(1804), Money.of(1804), lost, held, Money.ZERO, false);

        Sizing sizing = sizer.size(caps(sizer.limits(), funds, Strategy.DAY, 4.0), CONTRACT, premium);

        assertThat(sizing.contracts()).isEqualTo(contracts);
        assertThat(sizing.binding()).isEqualTo(binding);
    }

    @Test
    void aNervousMarketHalvesWhatIsLeftOfTheSmallestCap() {
        PositionSizer sizer = new PositionSizer(TierTable.limits(Tier.TINY));
        Fraction stop = Fraction.ofPercent(50);

        assertThat(sizer.caps(funds(Money.of(1804)), Strategy.DAY, 4.0, true, stop)
                        .spendable())
                .isEqualTo(Money.of("90.20"));
        assertThat(sizer.caps(funds(Money.of(1804)), Strategy.DAY, 3.0, true, stop)
                        .spendable())
                .isEqualTo(Money.of("60.13"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            cost,   score, equity
            180.40, 4.0,   1804.00
            200.00, 4.0,   2000.00
            200.01, 4.0,
            133.33, 3.0,   1999.95
            """)
    void saysTheEquityAtWhichItWouldFitUnlessAnotherLimitForbidsIt(Money cost, double score, @Nullable String equity) {
        PositionSizer sizer = new PositionSizer(TierTable.limits(Tier.TINY));
        Funds funds = funds(Money.of(1_000));
        SizeCaps caps = caps(sizer.limits(), funds, Strategy.DAY, score);

        assertThat(sizer.equityFor(cost, caps, funds, Strategy.DAY, score)
                        .map(Money::toString)
                        .orElse(null))
                .isEqualTo(equity);
    }

    @Test
    void F26_eachTierIsAskedWhatItCanBuyUnderItsOwnLimits() {
        Funds small = funds(Money.of("1804"));

        SizeCaps own = caps(TierTable.limits(Tier.TINY), small, Strategy.DAY, 4.0);
        SizeCaps others = caps(TierTable.limits(Tier.LARGE), small, Strategy.DAY, 4.0);

        assertThat(own.highestPremium()).isEqualTo(Money.of("1.80"));
        assertThat(others.highestPremium()).isEqualTo(Money.of("0.18"));
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void noOutlayExceedsAnyCapAnywhereOnTheGrid(Tier tier) {
        Random random = new Random(7);
        int traded = 0;
        for (int i = 0; i < 20_000; i++) {
            TierLimits limits = TierTable.limits(tier);
            PositionSizer sizer = new PositionSizer(limits);
            Funds funds = new Funds(
                    cents(random, 10_000_000),
                    cents(random, 10_000_000),
                    cents(random, 60_000),
                    cents(random, 1_200_000),
                    cents(random, 200_000),
                    random.nextBoolean());
            Strategy strategy = random.nextBoolean() ? Strategy.DAY : Strategy.SWING;
            double score = random.nextDouble() * 5;
            Fraction stop =
                    ExitTerms.of(tier, strategy, limits.smallAccountMode()).stop();
            SizeCaps caps = sizer.caps(funds, strategy, score, random.nextInt(4) == 0, stop);
            Money premium = cents(random, 600).plus(Money.of("0.01"));

            Sizing sizing = sizer.size(caps, CONTRACT, premium);

            Money outlay = CONTRACT.outlay(premium, sizing.contracts());
            traded += sizing.contracts() > 0 ? 1 : 0;
            assertThat(sizing.contracts()).isBetween(0, limits.maxContractsPerTrade());
            assertThat(sizing.caps())
                    .filteredOn(cap -> cap.amount() != null)
                    .allSatisfy(cap -> assertThat(outlay).isLessThanOrEqualTo(Objects.requireNonNull(cap.amount())));
            assertThat(funds.atWork().plus(outlay))
                    .isLessThanOrEqualTo(limits.maxNotionalExposure().max(funds.atWork()));
            assertThat(outlay.times(stop).plus(funds.lostToday()))
                    .isLessThanOrEqualTo(limits.maxDailyLoss().max(funds.lostToday()));
        }
        assertThat(traded).isPositive();
    }

    private static SizeCaps caps(TierLimits limits, Funds funds, Strategy strategy, double score) {
        Fraction stop =
                ExitTerms.of(limits.tier(), strategy, limits.smallAccountMode()).stop();
        return new PositionSizer(limits).caps(funds, strategy, score, false, stop);
    }

    private static Funds funds(Money equity) {
        return new Funds(equity, equity, Money.ZERO, Money.ZERO, Money.ZERO, false);
    }

    private static Money cents(Random random, int bound) {
        return Money.of(random.nextInt(bound)).times(Fraction.of("0.01"));
    }
}
