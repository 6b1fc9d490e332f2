package dev.opspipeline.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.dispatcher.RecordingLimits;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitsEndpointTest {

    private static final Instant WALL = Instant.parse("2026-04-09T14:32:30Z");

    @Test
    void F58_theEffectiveValuesAreReadBackFromTheRunningServiceWithTheirSources() {
        var limits = RecordingLimits.with(
                Tier.TINY,
                "{\"account_tier\": \"tiny\", \"preset\": \"growth\", \"max_contracts_per_trade\": 1}",
                WALL);
        var endpoint = new LimitsEndpoint(limits::view, Clock.fixed(WALL.plusSeconds(7), ZoneOffset.UTC));

        Map<String, @Nullable Object> answer = endpoint.limits();

        assertThat(answer)
                .containsEntry("tier", "tiny")
                .containsEntry("version", "4")
                .containsEntry("parameter", "/ops-pipeline/dispatcher_config_tiny")
                .containsEntry("age_seconds", 7L)
                .containsEntry("kill_switch", "unknown");
        assertThat(answer.get("limits"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("max_contracts_per_trade", Map.of("value", 1, "source", "document"))
                .containsEntry("max_daily_loss", Map.of("value", "200.00", "source", "preset"))
                .containsEntry("max_open_positions", Map.of("value", 2, "source", "tier table"));
    }
}
