package dev.opspipeline.adapters.runtime;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;

/**
 * Tells CloudWatch of the published meters: once a minute (wall time) one line in its Embedded Metric Format, among the lines of
 * the log, from which CloudWatch takes them. Its dimensions are the service and its tier and nothing else, so a meter's own tags are
 * summed over; of a timer it says the longest of the last minutes. What is not known is left out.
 */
final class EmfRegistry extends StepMeterRegistry {

    static final String NAMESPACE = "OpsPipeline";
    static final Duration STEP = Duration.ofMinutes(1);

    private static final String LONGEST = ".max";

    private final PublishedMeters published;
    private final Map<String, String> dimensions;
    private final String instance;
    private final Consumer<String> lines;
    private final JsonWriter<Map<String, Object>> writer = JsonWriter.standard();

    /**
     * @param dimensions by name, as in {@code service} and {@code tier}
     * @param instance said with each line, but no dimension
     * @param lines is given each line, without its end
     */
    EmfRegistry(
            PublishedMeters published,
            Map<String, String> dimensions,
            String instance,
            Consumer<String> lines,
            Clock clock) {
        super(EveryMinute.CONFIG, clock);
        this.published = published;
        this.dimensions = new TreeMap<>(dimensions);
        this.instance = instance;
        this.lines = lines;
        config().meterFilter(MeterFilter.denyUnless(id -> published.has(id.getName())));
    }

    @Override
    protected void publish() {
        SortedMap<String, Double> values = new TreeMap<>();
        Map<String, String> units = new LinkedHashMap<>();
        for (Meter meter : getMeters()) {
            double value = value(meter);
            if (Double.isFinite(value)) {
                String name = meter.getId().getName() + (meter instanceof Timer ? LONGEST : "");
                values.merge(name, value, meter instanceof Timer ? Math::max : Double::sum);
                units.put(name, published.unit(meter.getId().getName()));
            }
        }
        if (!values.isEmpty()) {
            lines.accept(line(values, units));
        }
    }

    /** Of a timer that timed nothing there is nothing to say. */
    private static double value(Meter meter) {
        if (meter instanceof Timer timer) {
            return timer.count() == 0 ? Double.NaN : timer.max(TimeUnit.MILLISECONDS);
        }
        return meter.measure().iterator().next().getValue();
    }

    private String line(SortedMap<String, Double> values, Map<String, String> units) {
        List<Map<String, Object>> metrics = values.keySet().stream()
                .map(name -> Map.<String, Object>of("Name", name, "Unit", units.getOrDefault(name, "None")))
                .toList();
        Map<String, Object> directive = new LinkedHashMap<>();
        directive.put("Namespace", NAMESPACE);
        directive.put("Dimensions", List.of(List.copyOf(dimensions.keySet())));
        directive.put("Metrics", metrics);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", Map.of("Timestamp", clock.wallTime(), "CloudWatchMetrics", List.of(directive)));
        line.put("event", "metrics");
        line.putAll(dimensions);
        line.put("instance", instance);
        line.putAll(values);
        return writer.writeToString(line);
    }

    @Override
    protected TimeUnit getBaseTimeUnit() {
        return TimeUnit.MILLISECONDS;
    }

    /** In one write, as the log writes its lines: so neither gets into the midst of the other. */
    static void print(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    private enum EveryMinute implements StepRegistryConfig {
        CONFIG;

        @Override
        public String prefix() {
            return "cloudwatch";
        }

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public Duration step() {
            return STEP;
        }
    }
}
