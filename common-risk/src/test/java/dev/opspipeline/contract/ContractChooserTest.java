package dev.opspipeline.contract;

import static dev.opspipeline.contract.Chains.NOW;
import static dev.opspipeline.contract.Chains.NVDA;
import static dev.opspipeline.contract.Chains.TODAY;
import static dev.opspipeline.contract.Chains.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.contract.ContractChoice.Chosen;
import dev.opspipeline.contract.ContractChoice.None;
import dev.opspipeline.contract.ContractChoice.Reason;
import dev.opspipeline.contract.ContractChoice.Unaffordable;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractChooserTest {

    private static final ContractRules RULES =
            new ContractRules(Fraction.of("0.10"), 100, 100, Fraction.of("0.20"), Duration.ofSeconds(15));
    private static final ContractChooser CHOOSER = new ContractChooser(RULES, PriceGrid.CENTS);
    private static final Money PLENTY = Money.of(5_000);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            now,                  listed DTE, chosen DTE
            2026-04-09T14:32:30Z, 0 1 2,      0
            2026-04-09T16:59:59Z, 0,          0
            2026-04-09T17:00:00Z, 0,
            2026-04-09T17:00:00Z, 0 1,        1
            2026-04-09T14:32:30Z, 1 4,        1
            2026-04-09T14:32:30Z, 4 6,        4
            2026-04-09T14:32:30Z, 7 8,        7
            2026-04-09T14:32:30Z, 8,
            """)
    void aDayTradeBuysTodaysOrTomorrowsExpiryElseTheNearestWithinAWeek(
            Instant now, String listed, @Nullable Integer chosen) {
        OptionListing[] listings = Arrays.stream(listed.split(" "))
                .map(days -> call(Integer.parseInt(days), "101", "1.40", "1.45", 0.40))
                .map(listing -> confirmedAt(listing, now))
                .toArray(OptionListing[]::new);

        ContractChoice choice = CHOOSER.choose(
                Chains.search(Chains.recommendation(Action.BUY_CALL, Strategy.DAY), now, listings), PLENTY);

        if (chosen == null) {
            assertThat(choice)
                    .isInstanceOfSatisfying(
                            None.class, none -> assertThat(none.reason()).isEqualTo(Reason.NO_CONTRACT));
        } else {
            assertThat(chosen(choice).listing().contract().daysToExpiry(TODAY)).isEqualTo((long) chosen);
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            DTE, bought
            6,   false
            7,   true
            30,  true
            31,  false
            """)
    void aSwingBuysSevenToThirtyDays(int days, boolean bought) {
        ContractChoice choice =
                CHOOSER.choose(Chains.search(Strategy.SWING, call(days, "100", "3.00", "3.10", 0.5)), PLENTY);

        assertThat(choice instanceof Chosen).isEqualTo(bought);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bid,  ask,  delta, volume, open interest, changed s, confirmed s, reason,      because
            1.40, 1.45, 0.40,  100,    ,              0,         0,           ,            chosen
            1.40, 1.45, 0.40,  ,       100,           0,         0,           ,            chosen
            1.40, 1.45, 0.40,  99,     100,           0,         0,           ,            chosen
            1.40, 1.45, 0.40,  99,     99,            0,         0,           ILLIQUID,    volume 99
            1.40, 1.45, 0.40,  99,     ,              0,         0,           ILLIQUID,    open interest unknown
            1.40, 1.45, 0.40,  ,       99,            0,         0,           ILLIQUID,    volume unknown
            0.00, 1.45, 0.40,  500,    500,           0,         0,           ILLIQUID,    bid 0.00
            1.45, 1.45, 0.40,  500,    500,           0,         0,           ILLIQUID,    ask 1.45
            1.90, 2.10, 0.40,  500,    500,           0,         0,           ,            chosen
            1.90, 2.11, 0.40,  500,    500,           0,         0,           ILLIQUID,    spread
            1.40, 1.45, 0.20,  500,    500,           0,         0,           ,            chosen
            1.40, 1.45, 0.19,  500,    500,           0,         0,           NO_CONTRACT, delta below 0.2
            1.40, 1.45, ,      500,    500,           0,         0,           NO_CONTRACT, delta unknown
            1.40, 1.45, 0.40,  500,    500,           15,        15,          ,            chosen
            1.40, 1.45, 0.40,  500,    500,           16,        16,          STALE_QUOTE, 16 s old
            1.40, 1.45, 0.40,  500,    500,           120,       0,           ,            chosen
            1.40, 1.45, 0.40,  500,    500,           121,       0,           STALE_QUOTE, made 121 s ago
            """)
    void F06_anUnknownFigureIsNotZeroAndEachRuleHasItsBoundary(
            String bid,
            String ask,
            @Nullable Double delta,
            @Nullable Long volume,
            @Nullable Long openInterest,
            long changed,
            long confirmed,
            @Nullable Reason reason,
            String because) {
        OptionListing good = Chains.quoted(
                call(1, "101", bid, ask, 0.4), Duration.ofSeconds(changed), Duration.ofSeconds(confirmed));
        OptionListing listing = new OptionListing(good.contract(), good.quote(), delta, volume, openInterest, true);

        ContractChoice choice = CHOOSER.choose(Chains.search(Strategy.DAY, listing), PLENTY);

        assertThat(choice.candidates())
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.verdict()).contains(because));
        assertThat(choice instanceof None none ? none.reason() : null).isEqualTo(reason);
    }

    @Test
    void aContractNobodyQuotedIsStaleAndOneTheBrokerDoesNotTradeIsNotListed() {
        OptionListing good = call(1, "101", "1.40", "1.45", 0.4);

        ContractChoice unquoted = CHOOSER.choose(
                Chains.search(Strategy.DAY, new OptionListing(good.contract(), null, 0.4, 500L, 500L, true)), PLENTY);
        ContractChoice untradable = CHOOSER.choose(
                Chains.search(Strategy.DAY, new OptionListing(good.contract(), good.quote(), 0.4, 500L, 500L, false)),
                PLENTY);

        assertThat(unquoted)
                .isInstanceOfSatisfying(
                        None.class, none -> assertThat(none.reason()).isEqualTo(Reason.STALE_QUOTE));
        assertThat(untradable)
                .isInstanceOfSatisfying(
                        None.class, none -> assertThat(none.reason()).isEqualTo(Reason.NO_CONTRACT));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            budget, strike
            310.00, 100
            309.99, 102
            200.00, 102
            199.99, 104
            120.00, 104
            119.99,
            """)
    void walksFurtherOutOfTheMoneyUntilOneFits(Money budget, @Nullable String strike) {
        ContractChoice choice = CHOOSER.choose(
                Chains.search(
                        Strategy.SWING,
                        call(14, "100", "3.00", "3.10", 0.50),
                        call(14, "102", "1.95", "2.00", 0.35),
                        call(14, "104", "1.15", "1.20", 0.25),
                        call(14, "106", "0.60", "0.62", 0.15)),
                budget);

        if (strike == null) {
            assertThat(choice).isInstanceOfSatisfying(Unaffordable.class, dear -> {
                assertThat(dear.cheapest().strike()).isEqualTo(Money.of("104"));
                assertThat(dear.cost()).isEqualTo(Money.of("120.00"));
                assertThat(dear.budget()).isEqualTo(budget);
            });
        } else {
            assertThat(chosen(choice).listing().contract().strike()).isEqualTo(Money.of(strike));
        }
    }

    @Test
    void fallsBackToAShorterExpiryWhenNothingFurtherOutFits() {
        ContractChoice choice = CHOOSER.choose(
                Chains.search(
                        Strategy.SWING, call(28, "100", "5.00", "5.10", 0.50), call(7, "100", "2.00", "2.15", 0.50)),
                Money.of("300"));

        assertThat(chosen(choice).listing().contract().expiry()).isEqualTo(TODAY.plusDays(7));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            strategy, strikes and deltas,                  chosen
            DAY,      100:0.50 101.5:0.40 103:0.30,        101.5
            DAY,      100:0.50 101:0.30 101.5:0.19,        101
            SWING,    100:0.50 101.5:0.40 103:0.30,        100
            """)
    void startsAtTheTargetStrike(Strategy strategy, String strikes, String chosen) {
        int days = strategy == Strategy.DAY ? 1 : 14;
        OptionListing[] listings = Arrays.stream(strikes.split(" "))
                .map(pair -> pair.split(":"))
                .map(pair -> call(days, pair[0], "1.40", "1.45", Double.parseDouble(pair[1])))
                .toArray(OptionListing[]::new);

        ContractChoice choice = CHOOSER.choose(Chains.search(strategy, listings), PLENTY);

        assertThat(chosen(choice).listing().contract().strike()).isEqualTo(Money.of(chosen));
    }

    @Test
    void putsLieOnTheOtherSideOfTheMoney() {
        OptionListing[] puts = {
            Chains.listing(OptionType.PUT, 1, "98.5", "1.40", "1.45", -0.40),
            Chains.listing(OptionType.PUT, 1, "101.5", "3.40", "3.50", -0.60),
            call(1, "101.5", "1.40", "1.45", 0.40)
        };

        ContractChoice choice =
                CHOOSER.choose(Chains.search(Chains.recommendation(Action.BUY_PUT, Strategy.DAY), NOW, puts), PLENTY);

        assertThat(chosen(choice).listing().contract().symbol()).isEqualTo("NVDA260410P00098500");
        assertThat(choice.candidates()).hasSize(2);
    }

    @Test
    void equalsAreDecidedBySymbolInWhateverOrderTheyArrive() {
        List<OptionListing> twins = new ArrayList<>(List.of(
                call(14, "99", "1.40", "1.45", 0.40),
                call(14, "101", "1.40", "1.45", 0.40),
                call(21, "99", "1.40", "1.45", 0.40),
                call(21, "101", "1.40", "1.45", 0.40)));
        Random order = new Random(1);

        for (int i = 0; i < 20; i++) {
            Collections.shuffle(twins, order);
            ContractChoice choice =
                    CHOOSER.choose(Chains.search(Strategy.SWING, twins.toArray(OptionListing[]::new)), PLENTY);
            assertThat(chosen(choice).listing().contract().symbol()).isEqualTo("NVDA260423C00099000");
        }
    }

    @Test
    void anObjectionRulesAContractOutAndIsOnRecord() {
        ContractSearch search = new ContractSearch(
                Chains.recommendation(Action.BUY_CALL, Strategy.DAY),
                List.of(call(0, "101", "1.40", "1.45", 0.4)),
                Chains.SESSION,
                NOW,
                (listing, price) -> Optional.of("END_OF_DAY would be due at " + price));

        assertThat(CHOOSER.choose(search, PLENTY)).isInstanceOfSatisfying(None.class, none -> {
            assertThat(none.reason()).isEqualTo(Reason.NO_CONTRACT);
            assertThat(none.candidates().getFirst().verdict()).isEqualTo("END_OF_DAY would be due at 1.45");
        });
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            grid,                          ask,    limit
            CENTS,                         1.45,   1.45
            CENTS,                         1.4501, 1.46
            CENTS,                         0.0001, 0.01
            CENTS,                         3.01,   3.01
            FIVE_CENTS_FROM_THREE_DOLLARS, 2.99,   2.99
            FIVE_CENTS_FROM_THREE_DOLLARS, 3.00,   3.00
            FIVE_CENTS_FROM_THREE_DOLLARS, 3.01,   3.05
            """)
    void F11_theLimitIsTheAskRoundedUpToALegalPrice(PriceGrid grid, Money ask, Money limit) {
        assertThat(grid.roundUp(ask)).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            action,   strategy, first,      last,       lowest, highest
            BUY_CALL, DAY,      2026-04-09, 2026-04-16, 99,     108
            BUY_PUT,  DAY,      2026-04-09, 2026-04-16, 92,     101
            BUY_CALL, SWING,    2026-04-16, 2026-05-09, 99,     115
            BUY_PUT,  SWING,    2026-04-16, 2026-05-09, 85,     101
            """)
    void readsOnlyThePartOfTheChainItNeeds(
            Action action, Strategy strategy, String first, String last, Money lowest, Money highest) {
        assertThat(ContractChooser.query(Chains.recommendation(action, strategy), NOW))
                .isEqualTo(new OptionMarket.ChainQuery(
                        NVDA, action.optionType(), LocalDate.parse(first), LocalDate.parse(last), lowest, highest));
    }

    @Test
    void theRecordKeepsTheChosenOneAndLeavesOutTheFurthest() {
        List<OptionListing> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(call(14, String.valueOf(100 + i), "1.40", "1.45", 0.40));
        }

        ContractChoice choice =
                CHOOSER.choose(Chains.search(Strategy.SWING, many.toArray(OptionListing[]::new)), PLENTY);

        assertThat(choice.candidates()).hasSize(ContractChooser.MOST_CANDIDATES);
        assertThat(choice.candidates().getFirst().verdict()).isEqualTo("chosen");
        assertThat(choice.candidates().getLast().verdict()).isEqualTo("another was better");
    }

    private static Chosen chosen(ContractChoice choice) {
        assertThat(choice).isInstanceOf(Chosen.class);
        return (Chosen) choice;
    }

    private static OptionListing confirmedAt(OptionListing listing, Instant now) {
        Duration ago = Duration.between(now, NOW);
        return Chains.quoted(listing, ago, ago);
    }
}
