package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.RefusalCode;
import dev.opspipeline.risk.Verdict.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BurstTest {

    private static final int BURST = 1_000;

    private final Desk desk = Desk.opened();

    @AfterEach
    void closes() {
        desk.close();
    }

    private static String document(int positions, String cooldowns) {
        return """
                { "account_tier": "large", "max_open_positions": %d, "max_open_positions_high_confidence": %d%s }
                """.formatted(positions, positions, cooldowns);
    }

    private static String noCooldowns(int positions) {
        return document(positions, """
                , "max_net_delta_pct": null, "ticker_cooldown_minutes": 0, "cooldown_with_positions_seconds": 0,
                "cooldown_without_positions_seconds": 0""");
    }

    @Test
    void F17_aThousandAtOnceIntoRoomForThreeAreThreeEntriesAndAThousandDecisions() {
        desk.limits(noCooldowns(3), "2");

        List<DecisionRecord> decisions = desk.handle(desk.burst(BURST));

        assertThat(decisions)
                .hasSize(BURST)
                .extracting(DecisionRecord::recommendationId)
                .doesNotHaveDuplicates();
        assertThat(decisions.stream().filter(Desk::trades)).hasSize(3);
        assertThat(desk.exchange.all()).hasSize(3);
        assertThat(decisions.subList(3, BURST)).allSatisfy(decision -> {
            assertThat(Desk.refusals(decision)).contains(RefusalCode.POSITION_LIMIT);
            assertThat(decision.verdicts())
                    .hasSize(RefusalCode.values().length)
                    .filteredOn(verdict -> verdict.outcome() != Outcome.NOT_EVALUATED)
                    .allSatisfy(verdict -> {
                        assertThat(verdict.observed()).isNotBlank();
                        assertThat(verdict.limit()).isNotBlank();
                    });
        });
        assertThat(Desk.refusals(decisions.getLast())).containsExactly(RefusalCode.POSITION_LIMIT);
        assertThat(decisions.getLast().verdicts())
                .filteredOn(verdict -> verdict.code() == RefusalCode.POSITION_LIMIT)
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.observed()).isEqualTo("3");
                    assertThat(verdict.limit()).isEqualTo("below 3");
                });
    }

    @Test
    void withTheUsualCooldownsABurstIsOneEntry() {
        desk.limits(document(3, ""), "2");

        List<DecisionRecord> decisions = desk.handle(desk.burst(BURST));

        assertThat(decisions.stream().filter(Desk::trades)).hasSize(1);
        assertThat(Desk.refusals(decisions.getLast())).contains(RefusalCode.ACCOUNT_COOLDOWN);
    }

    @Test
    void X54_whatTookTheChainGoesOutBeforeTheNextIsLookedAt() {
        desk.limits(noCooldowns(2), "2");

        desk.handle(desk.burst(10));

        assertThat(desk.commits).containsExactly("1/1", "1/2", "8/10");
        List<String> asked = desk.exchange.requests().stream()
                .filter(request -> request.equals("chain") || request.equals("submit"))
                .toList();
        assertThat(asked).containsExactly("chain", "submit", "chain", "submit");
    }

    /** Every minute a burst of other tickers; what was bought is sold some minutes later, so that room opens again and again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void F15_aDayNeverHasMoreOpenThanItsLimit(int positions) {
        desk.limits(noCooldowns(positions), "2");
        int most = 0;
        int entries = 0;
        for (int minute = 0; minute < 60; minute++) {
            desk.post.heard();
            entries += (int) desk.handle(desk.burst(5 * minute, 5)).stream()
                    .filter(Desk::trades)
                    .count();
            long working = desk.exchange.all().stream()
                    .filter(order -> order.status() == OrderStatus.WORKING)
                    .count();
            most = Math.max(most, desk.exchange.heldContracts() + (int) working);
            desk.exchange.fillAll().forEach(update -> desk.post.onThread(() -> desk.post.dispatcher.updated(update)));
            most = Math.max(most, desk.exchange.heldContracts());
            if (minute % 4 == 3) {
                desk.exchange
                        .sellAll()
                        .forEach(update -> desk.post.onThread(() -> desk.post.dispatcher.updated(update)));
            }
            desk.post.pass(Duration.ofSeconds(60));
        }

        assertThat(most).isEqualTo(positions);
        assertThat(entries).isGreaterThanOrEqualTo(14 * positions);
    }
}
