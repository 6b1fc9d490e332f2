package dev.opspipeline.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.ManagementConfiguration;
import dev.opspipeline.dispatcher.RecordingLimits;
import dev.opspipeline.risk.LimitKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator gets who asks a running dispatcher for its limits, from a real server with the service's own settings. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsOverHttpTest {

    private static final Instant WALL = Instant.parse("2026-04-09T14:32:30Z");

    @Configuration(proxyBeanMethods = false)
    @Import(ManagementConfiguration.class)
    static class Service {

        @Bean
        LimitsEndpoint limitsEndpoint() {
            var limits = RecordingLimits.with(Tier.TINY, """
                    { // as an operator would write it
                      "account_tier": "tiny", "preset": "growth", "max_contracts_per_trade": 1,
                      "confidence_min_options_swing": 0.40, "max_trades_per_day": 5 }
                    """, WALL);
            return new LimitsEndpoint(limits::view, Clock.fixed(WALL.plusSeconds(7), ZoneOffset.UTC));
        }
    }

    @Test
    void F58_everyValueInForceIsReadBackOverHttpWithItsSource() throws Exception {
        SpringApplication spring = new SpringApplication(Service.class);
        spring.setWebApplicationType(WebApplicationType.SERVLET);
        try (ConfigurableApplicationContext context = spring.run(
                "--ACCOUNT_TIER=tiny",
                "--logging.config=classpath:logback-test.xml",
                // Who says how the service is doing is not here.
                "--management.endpoint.health.validate-group-membership=false")) {
            JsonNode answer = get(context.getEnvironment().getRequiredProperty("local.server.port"));

            assertThat(answer.path("tier").asString()).isEqualTo("tiny");
            assertThat(answer.path("version").asString()).isEqualTo("4");
            assertThat(answer.path("age_seconds").asInt()).isEqualTo(7);
            Map<String, String> sources = new TreeMap<>();
            answer.path("limits")
                    .properties()
                    .forEach(limit -> sources.put(
                            limit.getKey(), limit.getValue().path("source").asString()));
            assertThat(sources)
                    .containsOnlyKeys(
                            Arrays.stream(LimitKey.values()).map(LimitKey::key).toList())
                    .containsEntry("max_contracts_per_trade", "document")
                    .containsEntry("risk_pct_day", "preset")
                    .containsEntry("max_open_positions", "tier table")
                    .containsEntry("confidence_min_options_swing", "stricter tier table")
                    .containsEntry("max_trades_per_day", "small account mode");
            assertThat(answer.path("limits").path("risk_pct_day").path("value").asString())
                    .isEqualTo("0.25");
        }
    }

    private static JsonNode get(String port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/limits"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return JsonMapper.shared().readTree(response.body());
        }
    }
}
