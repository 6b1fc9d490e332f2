package dev.opspipeline.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.spi.LoginModule;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaSecurityTest {

    private static final KafkaSecurity PLAIN = new KafkaSecurity("PLAINTEXT", "", "", "");
    private static final KafkaSecurity TLS = new KafkaSecurity("SSL", "", "", "");
    private static final KafkaSecurity SCRAM =
            new KafkaSecurity("SASL_SSL", "SCRAM-SHA-512", "ops", "quo\"te; back\\slash");
    private static final KafkaSecurity IAM = new KafkaSecurity("SASL_SSL", "AWS_MSK_IAM", "", "");

    static List<KafkaSecurity> every() {
        return List.of(new KafkaSecurity("", "", "", ""), PLAIN, TLS, SCRAM, IAM);
    }

    @Test
    void eachWayHasItsSettings() {
        assertThat(new KafkaSecurity("", "", "", "").clientSettings()).isEmpty();
        assertThat(PLAIN.clientSettings()).isEqualTo(Map.of("security.protocol", "PLAINTEXT"));
        assertThat(TLS.clientSettings()).isEqualTo(Map.of("security.protocol", "SSL"));
        assertThat(SCRAM.clientSettings())
                .containsOnlyKeys("security.protocol", "sasl.mechanism", "sasl.jaas.config")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
        assertThat(IAM.clientSettings())
                .isEqualTo(Map.of(
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.mechanism",
                        "AWS_MSK_IAM",
                        "sasl.jaas.config",
                        "software.amazon.msk.auth.iam.IAMLoginModule required;",
                        "sasl.client.callback.handler.class",
                        "software.amazon.msk.auth.iam.IAMClientCallbackHandler"));
    }

    @Test
    void userAndPasswordArriveAsTheyWereWrittenWhateverIsInThem() {
        assertThat(loginOf(SCRAM).getOptions())
                .isEqualTo(Map.of("username", "ops", "password", "quo\"te; back\\slash"));
    }

    @Test
    void whatTheSettingsNameIsOnTheClassPath() throws ClassNotFoundException {
        for (KafkaSecurity security : List.of(SCRAM, IAM)) {
            assertThat(Class.forName(loginOf(security).getLoginModuleName())).isAssignableTo(LoginModule.class);
        }
        assertThat(Class.forName(IAM.clientSettings().get("sasl.client.callback.handler.class")))
                .isAssignableTo(AuthenticateCallbackHandler.class);
    }

    /** Kafka reads its settings, loads the classes and logs in as far as that goes without a broker. */
    @ParameterizedTest
    @MethodSource("every")
    void aClientStartsWithThem(KafkaSecurity security) {
        KafkaConnection connection = new KafkaConnection("127.0.0.1:1", "test", security.clientSettings());
        assertThatCode(() -> new KafkaProducer<String, String>(connection.patientProducerConfig()).close(Duration.ZERO))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            protocol       | mechanism     | username | password | said
            TLS            | ''            | ''       | ''       | KAFKA_SECURITY_PROTOCOL must be PLAINTEXT, SSL or SASL_SSL, was 'TLS'
            SASL_PLAINTEXT | ''            | ''       | ''       | KAFKA_SECURITY_PROTOCOL must be PLAINTEXT, SSL or SASL_SSL, was 'SASL_PLAINTEXT'
            ssl            | ''            | ''       | ''       | KAFKA_SECURITY_PROTOCOL must be PLAINTEXT, SSL or SASL_SSL, was 'ssl'
            SASL_SSL       | ''            | ''       | ''       | KAFKA_SASL_MECHANISM must be SCRAM-SHA-512 or AWS_MSK_IAM with SASL_SSL, was ''
            SASL_SSL       | PLAIN         | u        | p        | KAFKA_SASL_MECHANISM must be SCRAM-SHA-512 or AWS_MSK_IAM with SASL_SSL, was 'PLAIN'
            SASL_SSL       | SCRAM-SHA-512 | ''       | p        | KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must be set with KAFKA_SASL_MECHANISM SCRAM-SHA-512
            SASL_SSL       | SCRAM-SHA-512 | u        | ''       | KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must be set with KAFKA_SASL_MECHANISM SCRAM-SHA-512
            SASL_SSL       | AWS_MSK_IAM   | u        | ''       | KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must not be set with KAFKA_SASL_MECHANISM AWS_MSK_IAM: the task's role logs in
            SSL            | AWS_MSK_IAM   | ''       | ''       | KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go with KAFKA_SECURITY_PROTOCOL SASL_SSL only, which was 'SSL'
            ''             | ''            | u        | ''       | KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go with KAFKA_SECURITY_PROTOCOL SASL_SSL only, which was ''
            PLAINTEXT      | ''            | ''       | p        | KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go with KAFKA_SECURITY_PROTOCOL SASL_SSL only, which was 'PLAINTEXT'
            """)
    void F53_whatMakesNoSenseIsRefusedInOneLine(
            String protocol, String mechanism, String username, String password, String said) {
        assertThatThrownBy(() -> new KafkaSecurity(protocol, mechanism, username, password).clientSettings())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(said);
    }

    @Test
    void F62_nothingThatIsPrintedShowsThePassword() {
        KafkaProperties properties = new KafkaProperties(
                "kafka:9096", "SASL_SSL", "SCRAM-SHA-512", "ops", "pass-0815", Map.of("x", "pass-0815"));
        assertThat(properties.toString()
                        + properties.connection("test")
                        + new KafkaSecurity("SASL_SSL", "SCRAM-SHA-512", "ops", "pass-0815"))
                .doesNotContain("pass-0815");
    }

    @Test
    void F53_whatIsSaidTwiceIsRefusedInOneLine() {
        KafkaProperties twice = new KafkaProperties(
                "kafka:9098", "SASL_SSL", "AWS_MSK_IAM", "", "", Map.of("sasl.mechanism", "SCRAM-SHA-512"));
        assertThatThrownBy(() -> twice.connection("test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("KAFKA_CLIENT_SASL_MECHANISM and KAFKA_SECURITY_PROTOCOL say the same thing: set one");
    }

    private static AppConfigurationEntry loginOf(KafkaSecurity security) {
        Map<String, ?> settings = Map.of(
                "sasl.jaas.config",
                new Password(security.clientSettings().get("sasl.jaas.config")),
                "sasl.mechanism",
                security.mechanism());
        return JaasContext.loadClientContext(settings).configurationEntries().getFirst();
    }
}
