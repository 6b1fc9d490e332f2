package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.KillSwitch;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.LimitKey;
import dev.opspipeline.risk.TierTable;
import dev.opspipeline.risk.ValueSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StartUpReportTest {

    private static final Clock WALL = Clock.fixed(Instant.parse("2026-04-09T13:00:00Z"), ZoneOffset.UTC);
    private static final String PARAMETER = "/ops-pipeline/dispatcher_config_tiny";

    private final StartUpLines words = new StartUpLines(new AccountIdentity(Tier.TINY, "PA1", true), "tiny");
    private final EventLoop loop = EventLoop.free("report");
    private final Inlet inlet = loop.inlet("lifecycle");

    @AfterEach
    void closes() {
        loop.close();
    }

    @Test
    void saysWhomItTradesForAndHowFarOneFactALine() {
        AccountSnapshot account = account("PA1", "1804.00");

        assertThat(words.connected(account))
                .extracting(StartUpLines.Line::text)
                .containsExactly(
                        "Connected to Alpaca Paper Trading",
                        "Account Name: tiny",
                        "Account Tier: tiny",
                        "Buying power: $1,804.00",
                        "Options level: 2");
        assertThat(words.limits(TierTable.limits(Tier.TINY), table(), account))
                .extracting(StartUpLines.Line::text)
                .startsWith(
                        "Risk Limits:",
                        "- Max contracts: 2",
                        "- Risk % (day): 15.0%",
                        "- Risk % (swing): 8.0%",
                        "Loaded tier-specific config: " + PARAMETER,
                        "tiny can buy contracts up to 1.80 (day) and 1.44 (swing)")
                .contains("- max_open_positions: 2 (tier table)");
    }

    @Test
    void F09_anEquityOfAnotherTierIsSaidWithTheRiskThatHoldsAndATierIsOnlyProposed() {
        List<StartUpLines.Line> lines = words.limits(TierTable.limits(Tier.TINY), table(), account("PA1", "2200.02"));

        assertThat(lines).extracting(StartUpLines.Line::text).contains("- Risk % (day): 12.0%");
        assertThat(alarms(lines))
                .containsExactly(
                        "small is the tier of $2,200.02, not of tiny: the smaller risk percentages of both hold",
                        "With $2,200.02 this account is a tenth beyond the band of tiny: ACCOUNT_TIER small is"
                                + " proposed, not applied");
    }

    @Test
    void whatKeepsTheAccountFromBuyingIsSaidOneFactALine() {
        Money money = Money.of("1804.00");
        AccountSnapshot kept =
                new AccountSnapshot("PA1", money, money, money, 1, true, true, Money.ZERO, Instant.EPOCH);

        assertThat(alarms(words.connected(kept)))
                .containsExactly(
                        "Options level: 1, at least 2 is needed to buy options: no entries",
                        "Trading is blocked on this account: no entries",
                        "This account is blocked or not active: no entries");
        assertThat(alarms(StartUpLines.belts(new AccountBelts(false, 1, true))))
                .containsExactly(
                        "Belt max_options_trading_level: 1, at least 2 is needed to buy options: no entries",
                        "Belt suspend_trade: ON, so the broker refuses every new order, exits too");
        assertThat(alarms(StartUpLines.belts(new AccountBelts(false, 2, false))))
                .isEmpty();
    }

    @Test
    void F26_anAccountThatCanBuyNothingUnderItsLimitsSaysSoLoudly() {
        assertThat(alarms(words.limits(TierTable.limits(Tier.TINY), table(), account("PA1", "499"))))
                .containsExactly("tiny will never trade: under its own limits it cannot afford one contract");
    }

    @Test
    void waitsForABrokerThatIsAwayAndForLimitsAndSaysEachPartOnce() {
        loop.start();
        FakeExchange exchange = new FakeExchange(WALL);
        LimitsInForce limits = new LimitsInForce(Tier.LARGE, new RecordingJournal());
        List<String> said = new ArrayList<>();
        StartUpReport report = new StartUpReport(
                new StartUpLines(new AccountIdentity(Tier.LARGE, FakeExchange.ACCOUNT, false), "desk two"),
                exchange,
                limits,
                inlet,
                WALL,
                line -> said.add(line.text()));

        exchange.down(true);
        attempts(report, 3);
        assertThat(said).containsExactly("Alpaca cannot be reached (nobody answers): no entries until it can");

        exchange.down(false);
        attempts(report, 3);
        assertThat(said)
                .hasSize(9)
                .contains(
                        "Connected to Alpaca Live Trading",
                        "Account Name: desk two",
                        "Belt no_shorting: on",
                        "Belt max_options_trading_level: not set",
                        "Belt suspend_trade: off");

        limits.offered(TradingPost.stored(TradingPost.DOCUMENT, 1, WALL.instant()), WALL.instant());
        attempts(report, 3);
        assertThat(said).filteredOn("- Max contracts: 10"::equals).hasSize(1);
        assertThat(said).filteredOn("Account Tier: large"::equals).hasSize(1);
    }

    private void attempts(StartUpReport report, int times) {
        IntStream.range(0, times).forEach(time -> {
            report.attempt();
            inlet.call(-1, () -> true);
        });
    }

    private static List<String> alarms(List<StartUpLines.Line> lines) {
        return lines.stream()
                .filter(StartUpLines.Line::alarming)
                .map(StartUpLines.Line::text)
                .toList();
    }

    private static LimitsView table() {
        Map<LimitKey, ValueSource> sources = Arrays.stream(LimitKey.values())
                .collect(Collectors.toMap(Function.identity(), key -> ValueSource.TIER_TABLE));
        return new LimitsView(
                Tier.TINY,
                TierTable.limits(Tier.TINY),
                PARAMETER,
                sources,
                null,
                false,
                null,
                List.of(),
                WALL.instant(),
                KillSwitch.NONE);
    }

    private static AccountSnapshot account(String number, String equity) {
        Money money = Money.of(equity);
        return new AccountSnapshot(number, money, money, money, 2, false, false, Money.ZERO, Instant.EPOCH);
    }
}
