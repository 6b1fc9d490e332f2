package dev.opspipeline.adapters.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

class SsmPropertiesTest {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SsmProperties.class)
    static class Store {}

    @Test
    void withoutAnAddressTheStoreIsAwsItself() {
        assertThat(properties().endpoint()).isNull();
        assertThat(properties().region()).isEqualTo("us-west-2");
    }

    @Test
    void anotherStoreIsNamedByItsAddress() {
        assertThat(properties("--AWS_ENDPOINT_URL_SSM=http://127.0.0.1:4566").endpoint())
                .isEqualTo(URI.create("http://127.0.0.1:4566"));
    }

    private static SsmProperties properties(String... arguments) {
        SpringApplication spring = new SpringApplication(Store.class);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setBannerMode(Banner.Mode.OFF);
        spring.setDefaultProperties(Map.of(
                "spring.config.import",
                "classpath:edges.yaml",
                "spring.application.name",
                "test",
                "logging.config",
                "classpath:logback-test.xml"));
        try (var context = spring.run(arguments)) {
            return context.getBean(SsmProperties.class);
        }
    }
}
