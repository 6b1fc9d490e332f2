package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CloudWatchSettingTest {

    /** A service with these settings. */
    static ConfigurableApplicationContext start(String... settings) {
        SpringApplication spring =
                new SpringApplication(ManagementTest.Service.class, ServiceRuntimeConfiguration.class);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setBannerMode(Banner.Mode.OFF);
        String[] all = Stream.concat(
                        Stream.of(
                                "--spring.config.import=classpath:edges.yaml",
                                "--spring.application.name=dispatcher",
                                "--logging.config=classpath:logback-test.xml",
                                "--logging.level.root=off",
                                "--ACCOUNT_TIER=tiny",
                                "--INSTANCE_ID=dispatcher-tiny-1"),
                        Stream.of(settings))
                .toArray(String[]::new);
        return spring.run(all);
    }

    /** What a service with these settings says on standard output in its life. */
    private static List<String> said(String... settings) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try (ConfigurableApplicationContext context = start(settings)) {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            meters.counter("dispatcher.decisions", "tier", "tiny", "outcome", "trade")
                    .increment(3);
            meters.counter("dispatcher.refusals", "tier", "tiny", "code", "X").increment();
            assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                    .contains("dispatcher_decisions_total{outcome=\"trade\",service=\"dispatcher\",tier=\"tiny\"} 3.0");
        } finally {
            System.setOut(before);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void whatWasCountedSinceTheLastMinuteIsSaidAtTheEnd() {
        List<String> lines = said("--CLOUDWATCH_METRICS=emf");

        assertThat(lines).hasSize(1);
        JsonNode line = JsonMapper.shared().readTree(lines.getFirst());
        assertThat(line.path("dispatcher.decisions").asDouble()).isEqualTo(3);
        assertThat(line.path("service.ready").isNumber()).isTrue();
        assertThat(line.path("service.loop.silence").isNumber()).isTrue();
        assertThat(line.path("tier").asString()).isEqualTo("tiny");
        assertThat(line.path("service").asString()).isEqualTo("dispatcher");
        assertThat(line.path("instance").asString()).isEqualTo("dispatcher-tiny-1");
        assertThat(line.has("dispatcher.refusals")).isFalse();
    }

    @Test
    void nothingIsSaidUnlessAskedFor() {
        assertThat(said()).isEmpty();
        assertThat(said("--CLOUDWATCH_METRICS=off")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMF", "true", "cloudwatch", ""})
    void F53_anythingElseIsRefusedInOneLine(String value) {
        assertThatThrownBy(() -> start("--CLOUDWATCH_METRICS=" + value).close())
                .satisfies(failure -> assertThat(ServiceLauncher.misconfiguration(failure, property -> property))
                        .hasValue("CLOUDWATCH_METRICS must be off or emf, was '" + value + "'"));
    }
}
