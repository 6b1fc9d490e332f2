package dev.opspipeline.adapters.ssm;

import dev.opspipeline.account.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.SsmClientBuilder;

/**
 * Reads parameters from AWS SSM Parameter Store. A call ends within two seconds (wall time), whatever the store does: the
 * SDK's own defaults would wait for two minutes on a dead address.
 */
public final class ParameterReader implements AutoCloseable {

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
    public ParameterReader(String region, @Nullable URI endpoint) {
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
        // The SDK's own time-out does not end a call whose answer stops half-way: it drains the connection first.
        Future<Reply<Map<String, Parameter>>> call = calls.submit(() -> ask(names));
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
            throw new IllegalStateException("reading parameters failed", e.getCause());
        }
    }

    private Reply<Map<String, Parameter>> ask(Collection<String> names) {
        try {
            return new Reply.Answer<>(
                    ssm.getParameters(request -> request.names(names).withDecryption(true)).parameters().stream()
                            .map(found -> new Parameter(
                                    found.name(), found.value(), found.version(), found.lastModifiedDate()))
                            .collect(Collectors.toMap(Parameter::name, Function.identity())));
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
