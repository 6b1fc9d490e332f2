package dev.opspipeline.adapters.runtime;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * One flat JSON object a line, for containers: who said it ({@code service}, {@code tier}, {@code revision}, {@code instance}),
 * what it was ({@code event}: the constant text in lower case with dashes for spaces) and the data. A statement's own {@code tier} or
 * {@code event} wins. Secrets the process was given appear nowhere, whoever logs them.
 */
final class JsonLines implements StructuredLogFormatter<ILoggingEvent> {

    private static final String OURS = "dev.opspipeline";
    private static final int LONGEST_TRACE = 8000;
    private static final int SHORTEST_SECRET = 6;
    private static final List<String> SECRETS = List.of(
            "APCA_API_KEY_ID",
            "APCA_API_SECRET_KEY",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "KAFKA_SASL_PASSWORD",
            "KAFKA_CLIENT_SASL_JAAS_CONFIG");

    private final JsonWriter<Map<String, Object>> writer = JsonWriter.standard();
    private final ThrowableProxyConverter traces;
    private final Map<String, String> who = new LinkedHashMap<>();
    private final Collection<String> secrets;

    JsonLines(ThrowableProxyConverter traces, Environment environment) {
        this.traces = traces;
        who.put("service", environment.getProperty("spring.application.name", "unknown"));
        who.put("tier", environment.getProperty("account.tier", ""));
        who.put("revision", environment.getProperty("service.revision", ""));
        who.put("instance", environment.getProperty("service.instance", ""));
        who.values().removeIf(String::isEmpty);
        secrets = SECRETS.stream()
                .flatMap(name -> Stream.ofNullable(environment.getProperty(name)))
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .toList();
    }

    @Override
    public String format(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.putAll(who);
        if (event.getLoggerName().startsWith(OURS)) {
            line.put("event", event.getMessage().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-"));
        }
        line.put("message", event.getFormattedMessage());
        line.putAll(event.getMDCPropertyMap());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                line.put(pair.key, pair.value instanceof Number ? pair.value : String.valueOf(pair.value));
            }
        }
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        if (event.getThrowableProxy() != null) {
            String trace = traces.convert(event);
            line.put("error", trace.substring(0, Math.min(trace.length(), LONGEST_TRACE)));
        }
        String json = writer.writeToString(line);
        for (String secret : secrets) {
            json = json.replace(secret, "***");
        }
        return json + "\n";
    }
}
