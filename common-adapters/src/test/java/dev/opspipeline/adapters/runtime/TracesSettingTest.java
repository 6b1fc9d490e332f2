package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TracesSettingTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");

    @Test
    void whatIsToldBeforeTheEndStillGetsOut() throws IOException {
        try (Collector collector = new Collector()) {
            try (ConfigurableApplicationContext context =
                    CloudWatchSettingTest.start("--TRACES_ENDPOINT=" + collector.endpoint())) {
                context.getBean(Traces.class).tell(TraceStep.recommended(TracesTest.recommendation(), NOON));
            }

            assertThat(collector.only("recommend").process())
                    .containsEntry("service.name", "dispatcher")
                    .containsEntry("service.instance.id", "dispatcher-tiny-1")
                    .containsEntry("service.version", "development");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--TRACES_ENDPOINT=", "--REVISION=4f2c1aa"})
    void unlessAskedForNothingIsToldAndNothingRuns(String setting) {
        Set<Thread> before = exporters();
        try (ConfigurableApplicationContext context = CloudWatchSettingTest.start(setting)) {
            Traces traces = context.getBean(Traces.class);
            traces.tell(TraceStep.recommended(TracesTest.recommendation(), NOON));

            assertThat(traces).isSameAs(Traces.OFF);
            assertThat(before).containsAll(exporters());
        }
    }

    private static Set<Thread> exporters() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("BatchSpanProcessor"))
                .collect(Collectors.toSet());
    }

    /** A class path without the library: whoever needed a class of it would not find it. */
    @Test
    void unlessAskedForNoClassOfTheLibraryIsLoaded() throws Exception {
        URL[] rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("opentelemetry"))
                .map(TracesSettingTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader without = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader())) {
            Class<?> settings = without.loadClass(TracesProperties.class.getName());
            Class<?> process = without.loadClass(ServiceProperties.class.getName());
            Class<?> configuration = without.loadClass(ServiceRuntimeConfiguration.class.getName());
            Method bean = configuration.getDeclaredMethod("traces", String.class, settings, process);
            bean.setAccessible(true);
            Object who = process.getConstructors()[0].newInstance("a-1", "wall", "r", null);

            Object made = bean.invoke(instance(configuration), "a", instance(settings, ""), who);

            assertThat(made)
                    .isSameAs(without.loadClass(Traces.class.getName())
                            .getField("OFF")
                            .get(null));
            assertThatThrownBy(() -> bean.invoke(instance(configuration), "a", instance(settings, "http://a/b"), who))
                    .hasRootCauseInstanceOf(ClassNotFoundException.class);
        }
    }

    private static Object instance(Class<?> type, Object... arguments) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    @Test
    void F53_anAddressThatCannotBeMeantIsRefusedInOneLineWithoutWhatMayBeACredential() {
        assertThatThrownBy(
                        () -> CloudWatchSettingTest.start("--TRACES_ENDPOINT=http://me:secret@127.0.0.1:4318/v1/traces")
                                .close())
                .satisfies(failure -> assertThat(ServiceLauncher.misconfiguration(failure, property -> property))
                        .hasValue(
                                "TRACES_ENDPOINT must be an http or https address with a path, and without credentials"
                                        + " or a query, as in http://127.0.0.1:4318/v1/traces"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://127.0.0.1:4318/v1/traces",
                "https://collector.example.com/otlp/v1/traces",
                "http://[::1]:4318/v1/traces",
                "http://collector:65535/v1/traces"
            })
    void anAddressOfACollectorIsTaken(String address) {
        assertThat(isTaken(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "on",
                "127.0.0.1:4318",
                "http://127.0.0.1:4318",
                "http://127.0.0.1:4318/",
                "grpc://127.0.0.1:4317/v1/traces",
                "http://collector:65536/v1/traces",
                "http://collector:/v1/traces",
                "http:///v1/traces",
                "http://collector/v1/traces?key=secret",
                "http://a b/v1/traces",
                "http://collector/v1/traces "
            })
    void F53_anythingElseIsRefused(String address) {
        assertThat(isTaken(address)).isFalse();
    }

    private static boolean isTaken(String address) {
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
            return validators
                    .getValidator()
                    .validate(new TracesProperties(address))
                    .isEmpty();
        }
    }
}
