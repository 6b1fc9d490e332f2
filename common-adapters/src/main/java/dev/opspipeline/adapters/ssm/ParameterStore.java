package dev.opspipeline.adapters.ssm;

import dev.opspipeline.account.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.SsmClientBuilder;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * AWS SSM Parameter Store. A call ends within two seconds (wall time), whatever the store does: the
 * SDK's own defaults would wait for two minutes on a dead address.
 */
public final class ParameterStore implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ATTEMPT = Duration.ofMillis(800);
    private static final Duration CALL = Duration.ofSeconds(2);
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final SsmClient ssm;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param region as in {@code us-west-2}
     * @param endpoint null for AWS itself
     */
    public ParameterStore(String region, @Nullable URI endpoint) {
        SsmClientBuilder builder = SsmClient.builder()
                .region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ATTEMPT))
                .overrideConfiguration(
                        timeouts -> timeouts.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        ssm = builder.build();
    }

    /**
     * One parameter as the store holds it.
     *
     * @param version rises by one with each write; starts again at 1 when the parameter was deleted and made again, so that
     *     only version and date together name a document
     */
    public record Parameter(String name, String value, long version, Instant modifiedAt) {}

    /** Reads up to ten parameters in one call; one that does not exist is absent from the answer. */
    public Reply<Map<String, Parameter>> read(Collection<String> names) {
        return bounded(
                () -> ssm.getParameters(request -> request.names(names).withDecryption(true)).parameters().stream()
                        .map(found ->
                                new Parameter(found.name(), found.value(), found.version(), found.lastModifiedDate()))
                        .collect(Collectors.toMap(Parameter::name, Function.identity())));
    }

    /** Who wrote a version, as the store names them; empty when the history does not hold it or does not say. */
    public Reply<Optional<String>> writer(String name, long version) {
        return bounded(() -> ssm.getParameterHistoryPaginator(request -> request.name(name)).stream()
                .flatMap(page -> page.parameters().stream())
                .filter(found -> found.version() == version)
                .findFirst()
                .map(ParameterHistory::lastModifiedUser));
    }

    /** Writes a plain value, whether the parameter exists or not; the answer is the version it got. */
    public Reply<Long> write(String name, String value) {
        return bounded(() -> ssm.putParameter(request -> request.name(name)
                        .value(value)
                        .type(ParameterType.STRING)
                        .overwrite(true))
                .version());
    }

    private <T> Reply<T> bounded(Supplier<T> question) {
        // The SDK's own time-out does not end a call whose answer stops half-way: it drains the connection first.
        Future<Reply<T>> call;
        try {
            call = calls.submit(() -> ask(question));
        } catch (RejectedExecutionException e) {
            return new Reply.Unavailable<>("this service is stopping");
        }
        try {
            return call.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            return new Reply.Unavailable<>("no whole answer within " + CALL.toSeconds() + " s");
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return new Reply.Unavailable<>("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking the parameter store failed", e.getCause());
        }
    }

    private static <T> Reply<T> ask(Supplier<T> question) {
        try {
            return new Reply.Answer<>(question.get());
        } catch (AwsServiceException e) {
            boolean refused =
                    e.statusCode() >= CLIENT_ERROR && e.statusCode() < SERVER_ERROR && !e.isThrottlingException();
            return refused
                    ? new Reply.Refused<>(e.statusCode(), e.statusCode(), String.valueOf(e.getMessage()))
                    : new Reply.Unavailable<>(String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            return new Reply.Unavailable<>(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
        ssm.close();
    }
}
