package dev.opspipeline.adapters.runtime;

import ch.qos.logback.classic.LoggerContext;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import java.time.Duration;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What every service shows of itself; added by {@link ServiceLauncher}. */
@Configuration(proxyBeanMethods = false)
@Import(ManagementConfiguration.class)
@EnableConfigurationProperties({CloudWatchProperties.class, TracesProperties.class})
class ServiceRuntimeConfiguration {

    /** Kafka's clients repeat themselves every second while a broker is away. */
    private static final Duration REPEATED_AT_MOST = Duration.ofMinutes(1);

    @Bean
    HealthIndicator loopHealthIndicator(ServiceRuntime runtime) {
        return ServiceHealth.liveness(runtime.vitals());
    }

    @Bean
    HealthIndicator serviceHealthIndicator(ServiceRuntime runtime) {
        return ServiceHealth.readiness(runtime.vitals());
    }

    @Bean
    MeterBinder serviceMeters(ServiceRuntime runtime, ServiceProperties service) {
        return registry -> bind(registry, runtime.vitals(), service.revision());
    }

    private static void bind(MeterRegistry registry, Vitals vitals, String revision) {
        Gauge.builder("service.loop.silence", vitals, found -> found.silence().toMillis() / 1000.0)
                .description("time since the loop last handled an event")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("service.ready", vitals, found -> found.objections().isEmpty() ? 1 : 0)
                .description("1 when nothing is missing that the service needs for its work")
                .register(registry);
        Gauge.builder("service.info", () -> 1)
                .description("always 1; says which revision runs")
                .tag("revision", revision)
                .register(registry);
    }

    @Bean
    @ConditionalOnProperty(name = "cloudwatch.metrics", havingValue = "emf")
    EmfRegistry cloudWatchMetrics(
            @Value("${spring.application.name}") String service,
            @Value("${account.tier:}") String tier,
            ServiceProperties properties) {
        Map<String, String> dimensions =
                tier.isEmpty() ? Map.of("service", service) : Map.of("service", service, "tier", tier);
        EmfRegistry registry = new EmfRegistry(
                PublishedMeters.OURS, dimensions, properties.instance(), EmfRegistry::print, Clock.SYSTEM);
        registry.start(new NamedThreadFactory("cloudwatch-metrics"));
        return registry;
    }

    @Bean
    Traces traces(
            @Value("${spring.application.name}") String service, TracesProperties traces, ServiceProperties process) {
        return traces.endpoint().isEmpty()
                ? Traces.OFF
                : new OtlpTraces(traces.endpoint(), service, process, OtlpTraces.TIMEOUT, System::nanoTime);
    }

    @Bean
    QuietRepetitions quietRepetitions() {
        QuietRepetitions filter = new QuietRepetitions("org.apache.kafka", REPEATED_AT_MOST, System::nanoTime);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.addTurboFilter(filter);
        }
        return filter;
    }
}
