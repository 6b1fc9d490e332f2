package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a service shows over HTTP, asked of a real server with every service's own settings. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManagementTest {

    private static final AtomicReference<Optional<String>> MISSING = new AtomicReference<>(Optional.empty());
    private static ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ServiceProperties.class)
    static class Service {

        @Bean(destroyMethod = "close")
        ServiceRuntime runtime(ServiceProperties service) {
            EventLoop loop = ServiceRuntime.loop(service.marketClock(), "test");
            ServiceRuntime runtime = new ServiceRuntime(service, "test-tiny", loop, loop.localInlet("clock"));
            runtime.vitals().require("limits", MISSING::get);
            return runtime;
        }
    }

    @BeforeAll
    static void start() {
        SpringApplication spring = new SpringApplication(Service.class, ServiceRuntimeConfiguration.class);
        spring.setWebApplicationType(WebApplicationType.SERVLET);
        spring.setBannerMode(Banner.Mode.OFF);
        context = spring.run(
                "--spring.config.import=classpath:edges.yaml",
                "--spring.application.name=test",
                "--logging.config=classpath:logback-test.xml",
                "--ACCOUNT_TIER=tiny",
                "--INSTANCE_ID=test-tiny-1",
                "--REVISION=4f2c1aa");
        context.getBean(ServiceRuntime.class).start();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void readinessFollowsWhatTheServiceNeedsAndLivenessDoesNot() throws Exception {
        MISSING.set(Optional.of("no valid limits are in force"));
        beat();
        assertThat(get("/health/readiness").statusCode()).isEqualTo(503);
        assertThat(get("/health/readiness").body()).contains("no valid limits are in force");
        assertThat(get("/health/liveness").statusCode()).isEqualTo(200);

        MISSING.set(Optional.empty());
        beat();
        assertThat(get("/health/readiness").statusCode()).isEqualTo(200);
    }

    private static void beat() {
        context.getBean(ServiceRuntime.class).vitals().beat();
    }

    @Test
    void prometheusIsToldTheServiceTheTierAndTheRevision() throws Exception {
        assertThat(get("/prometheus").body())
                .contains("service_info{revision=\"4f2c1aa\",service=\"test\",tier=\"tiny\"} 1\n")
                .contains("service_loop_silence_seconds{service=\"test\",tier=\"tiny\"}")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void F59_infoSaysWhichRevisionRuns() throws Exception {
        assertThat(get("/info").body())
                .isEqualTo(
                        "{\"service\":\"test\",\"tier\":\"tiny\",\"instance\":\"test-tiny-1\",\"revision\":\"4f2c1aa\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/env", "/configprops", "/heapdump", "/shutdown", "/beans", "/loggers", "/threaddump", "/metrics"
            })
    void F62_nothingIsServedThatIsNotDescribed(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void whatLibrariesBringAlongIsNotStarted() {
        assertThat(context.containsBean("endpointJsonMapper")).isTrue();
        assertThat(context.getBeanDefinitionNames())
                .doesNotContain(
                        "jackson2EndpointJsonMapper", "kafkaTemplate", "applicationTaskExecutor", "multipartResolver");
    }

    @Test
    void whatTheEnvironmentDoesNotNameIsAbsent() {
        assertThat(context.getBean(ServiceProperties.class).heartbeatFile()).isNull();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
