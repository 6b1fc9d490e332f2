package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandWatchTest {

    private static final Clock WALL = Clock.fixed(Instant.parse("2026-04-09T14:32:30Z"), ZoneOffset.UTC);

    private final RecordingJournal journal = new RecordingJournal();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            override, outside, audits
            55000,    0,       0
            25000.01, 0,       0
            25000,    1,       1
            22500.01, 1,       1
            22500,    1,       2
            """)
    void F09_anEquityOfAnotherTierIsSaidOnceAndAChangeOfTierOnlyProposed(String override, int outside, int audits) {
        LimitsInForce limits = RecordingLimits.with(
                Tier.LARGE,
                "{\"account_tier\": \"large\", \"account_size_override\": " + override + "}",
                WALL.instant());
        BandWatch watch = new BandWatch(
                new AccountIdentity(Tier.LARGE, FakeExchange.ACCOUNT, true),
                new FakeExchange(WALL),
                limits,
                journal,
                WALL,
                meters);

        watch.look();
        watch.look();

        assertThat(meters.get("account.outside.band")
                        .tag("tier", "large")
                        .gauge()
                        .value())
                .isEqualTo(outside);
        assertThat(journal.audits).hasSize(audits);
        assertThat(limits.policy().tier()).as("nobody changes a tier").isEqualTo(Tier.LARGE);
    }
}
