package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class ServiceLauncherTest {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ServiceProperties.class)
    static class Named {}

    @Configuration(proxyBeanMethods = false)
    @Import(Named.class)
    static class Clocked {

        @Bean
        EventLoop loop(ServiceProperties service) {
            return ServiceRuntime.loop(service.marketClock(), "test");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Buggy {

        @Bean
        String bug() {
            throw new IllegalStateException("a bug");
        }
    }

    @Test
    void F53_aMissingSettingIsSaidInTheWordsOfTheRecordThatNeedsIt() {
        assertThat(problem(
                        Named.class,
                        Map.of("service.instance", "", "service.market-clock", "wall", "service.revision", "")))
                .hasValue("INSTANCE_ID must not be empty; REVISION must not be empty");
    }

    @Test
    void F53_aSettingThatMakesNoSenseIsSaidInOneLine() {
        assertThat(problem(
                        Clocked.class,
                        Map.of("service.instance", "1", "service.revision", "1", "service.market-clock", "moon")))
                .hasValue("MARKET_CLOCK must be wall, running;… or stepped;…, was 'moon'");
    }

    enum Size {
        S,
        M
    }

    @ConfigurationProperties("shirt")
    record Shirt(Size size, java.time.Duration drying) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Shirt.class)
    static class Shirts {}

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            size | drying | said
            XXL  | 1s     | VARIABLE of shirt.size must be one of S, M, was 'XXL'
            S    | long   | VARIABLE of shirt.drying cannot be 'long'
            """)
    void F53_aSettingThatCannotBeReadNamesItsVariableAndWhatItMayBe(String size, String drying, String said) {
        assertThat(problem(Shirts.class, Map.of("shirt.size", size, "shirt.drying", drying)))
                .hasValue(said);
    }

    @Test
    void aBugIsNoMisconfiguration() {
        assertThat(problem(Buggy.class, Map.of())).isEmpty();
    }

    private static Optional<String> problem(Class<?> application, Map<String, Object> settings) {
        SpringApplication spring = new SpringApplication(application);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setDefaultProperties(settings);
        spring.setLogStartupInfo(false);
        spring.setBannerMode(Banner.Mode.OFF);
        try {
            spring.run().close();
        } catch (RuntimeException e) {
            return ServiceLauncher.misconfiguration(e, property -> "VARIABLE of " + property);
        }
        throw new AssertionError("it started");
    }
}
