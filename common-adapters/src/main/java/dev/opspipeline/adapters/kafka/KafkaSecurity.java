package dev.opspipeline.adapters.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * How clients prove to Kafka who they are, as the environment says it.
 *
 * @param protocol {@code PLAINTEXT}, {@code SSL} or {@code SASL_SSL}; empty leaves it to the further client settings
 * @param mechanism with {@code SASL_SSL}, {@code SCRAM-SHA-512} or {@code AWS_MSK_IAM}; else empty
 * @param username of {@code SCRAM-SHA-512}; else empty
 * @param password of {@code SCRAM-SHA-512}; else empty
 */
record KafkaSecurity(String protocol, String mechanism, String username, String password) {

    private static final String SCRAM = "SCRAM-SHA-512";
    private static final String IAM = "AWS_MSK_IAM";
    private static final String SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String IAM_LOGIN = "software.amazon.msk.auth.iam.IAMLoginModule";
    private static final String IAM_CALLBACK = "software.amazon.msk.auth.iam.IAMClientCallbackHandler";

    /**
     * The settings of a client.
     *
     * @throws IllegalArgumentException in one line, when they make no sense together; without the password
     */
    Map<String, String> clientSettings() {
        Map<String, String> settings = new HashMap<>();
        switch (protocol) {
            case "", "PLAINTEXT", "SSL" -> requireNoLogin();
            case "SASL_SSL" -> settings.putAll(login());
            default ->
                throw new IllegalArgumentException(
                        "KAFKA_SECURITY_PROTOCOL must be PLAINTEXT, SSL or SASL_SSL, was '" + protocol + "'");
        }
        if (!protocol.isEmpty()) {
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, SecurityProtocol.forName(protocol).name);
        }
        return settings;
    }

    private void requireNoLogin() {
        if (!(mechanism + username + password).isEmpty()) {
            throw new IllegalArgumentException(
                    "KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go with KAFKA_SECURITY_PROTOCOL SASL_SSL only, which was '"
                            + protocol + "'");
        }
    }

    private Map<String, String> login() {
        return switch (mechanism) {
            case SCRAM -> {
                if (username.isEmpty() || password.isEmpty()) {
                    throw new IllegalArgumentException(
                            "KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must be set with KAFKA_SASL_MECHANISM "
                                    + SCRAM);
                }
                yield Map.of(
                        SaslConfigs.SASL_MECHANISM,
                        SCRAM,
                        SaslConfigs.SASL_JAAS_CONFIG,
                        "%s required username=%s password=%s;"
                                .formatted(SCRAM_LOGIN, quoted(username), quoted(password)));
            }
            case IAM -> {
                if (!(username + password).isEmpty()) {
                    throw new IllegalArgumentException(
                            "KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must not be set with KAFKA_SASL_MECHANISM "
                                    + IAM + ": the task's role logs in");
                }
                yield Map.of(
                        SaslConfigs.SASL_MECHANISM,
                        IAM,
                        SaslConfigs.SASL_JAAS_CONFIG,
                        IAM_LOGIN + " required;",
                        SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS,
                        IAM_CALLBACK);
            }
            default ->
                throw new IllegalArgumentException("KAFKA_SASL_MECHANISM must be %s or %s with SASL_SSL, was '%s'"
                        .formatted(SCRAM, IAM, mechanism));
        };
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Without the password, so that it may be logged. */
    @Override
    public String toString() {
        return "KafkaSecurity[protocol=%s, mechanism=%s, username=%s]".formatted(protocol, mechanism, username);
    }
}
