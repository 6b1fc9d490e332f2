package dev.opspipeline.adapters.runtime;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends steps as OpenTelemetry's spans to a collector, from threads of the library's. Of what the collector does not take,
 * two thousand spans wait; more are dropped.
 */
final class OtlpTraces implements Traces, AutoCloseable {

    /** A collector is waited for so long (wall time), all attempts together. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What is left at the end gets so long (wall time) to get out. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);

    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final GivenIds ids = new GivenIds();

    /** @param nanoTime by which complaints are kept a minute apart */
    OtlpTraces(String endpoint, String service, ServiceProperties process, Duration timeout, LongSupplier nanoTime) {
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint)
                .setTimeout(timeout)
                .setConnectTimeout(timeout)
                .setMeterProvider(MeterProvider.noop())
                .build();
        provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", service)
                        .put("service.instance.id", process.instance())
                        .put("service.version", process.revision())
                        .build()))
                .addSpanProcessor(BatchSpanProcessor.builder(new Complaining(exporter, endpoint, nanoTime))
                        .build())
                .build();
        tracer = provider.get("dev.opspipeline");
    }

    @Override
    public synchronized void tell(TraceStep step) {
        ids.trace = id(step.recommendation(), TRACE_ID_BYTES);
        ids.span = id(step.id(), SPAN_ID_BYTES);
        Span span = tracer.spanBuilder(step.name())
                .setParent(parent(ids.trace, step.cause()))
                .setStartTimestamp(step.from())
                .setAttribute("recommendation", step.recommendation())
                .startSpan();
        if (step.tier() != null) {
            span.setAttribute("tier", step.tier().id());
        }
        step.data().forEach(span::setAttribute);
        span.end(step.to());
    }

    private static Context parent(String trace, @Nullable String cause) {
        return cause == null
                ? Context.root()
                : Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                trace, id(cause, SPAN_ID_BYTES), TraceFlags.getSampled(), TraceState.getDefault())));
    }

    /** The beginning of the name's SHA-256, in hexadecimal digits. */
    private static String id(String name, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        provider.shutdown().join(LAST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The ids of the step that is being told: the library asks for them on the teller's thread. */
    private static final class GivenIds implements IdGenerator {

        private String trace = "";
        private String span = "";

        @Override
        public String generateTraceId() {
            return trace;
        }

        @Override
        public String generateSpanId() {
            return span;
        }
    }

    /** Says that spans are lost, once a minute at most. The library, which says so by the span and as an error, is silenced. */
    private static final class Complaining implements SpanExporter {

        private static final Logger log = LoggerFactory.getLogger(OtlpTraces.class);
        private static final Duration REPEATED_AT_MOST = Duration.ofMinutes(1);

        private final SpanExporter exporter;
        private final String endpoint;
        private final LongSupplier nanoTime;
        private @Nullable Long lastSaid;

        Complaining(SpanExporter exporter, String endpoint, LongSupplier nanoTime) {
            this.exporter = exporter;
            this.endpoint = endpoint;
            this.nanoTime = nanoTime;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = exporter.export(spans);
            return result.whenComplete(() -> {
                if (!result.isSuccess()) {
                    lost(result.getFailureThrowable());
                }
            });
        }

        private synchronized void lost(@Nullable Throwable failure) {
            long now = nanoTime.getAsLong();
            if (lastSaid == null || now - lastSaid >= REPEATED_AT_MOST.toNanos()) {
                lastSaid = now;
                log.atWarn()
                        .addKeyValue("endpoint", endpoint)
                        .addKeyValue("why", why(failure))
                        .log("Traces are lost");
            }
        }

        private static String why(@Nullable Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException) {
                    return cause.toString();
                }
            }
            return "it refused them";
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
