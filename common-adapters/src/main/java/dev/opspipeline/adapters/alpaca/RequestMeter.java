package dev.opspipeline.adapters.alpaca;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends each request to the configured address under our name, and records how long it took and what is left of the budget. */
final class RequestMeter implements Interceptor {

    private static final Pattern IDENTIFIER = Pattern.compile(".*\\d.*|[A-Z.]+");

    private final HttpUrl tradingUrl;
    private final HttpUrl dataUrl;
    private final String userAgent;
    private final MeterRegistry meters;
    private final AtomicReference<@Nullable RateBudget> tradingBudget = new AtomicReference<>();
    private final AtomicReference<@Nullable RateBudget> dataBudget = new AtomicReference<>();

    RequestMeter(AlpacaSettings settings, MeterRegistry meters) {
        this.tradingUrl = HttpUrl.get(settings.tradingUrl().toString());
        this.dataUrl = HttpUrl.get(settings.dataUrl().toString());
        this.userAgent = settings.userAgent();
        this.meters = meters;
    }

    @Nullable
    RateBudget tradingBudget() {
        return tradingBudget.get();
    }

    @Nullable
    RateBudget dataBudget() {
        return dataBudget.get();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request named =
                chain.request().newBuilder().header("User-Agent", userAgent).build();
        if (named.header("Upgrade") != null) {
            // A stream: its address comes whole from the settings.
            return chain.proceed(named);
        }
        boolean data = named.url().host().equals(AlpacaConnection.DATA_HOST);
        Request request = named.newBuilder()
                .url(readdressed(named.url(), data ? dataUrl : tradingUrl))
                .build();
        Timer.Sample time = Timer.start(meters);
        String outcome = "none";
        try {
            Response response = chain.proceed(request);
            outcome = Integer.toString(response.code());
            remember(response, data ? dataBudget : tradingBudget);
            return response;
        } finally {
            time.stop(Timer.builder("alpaca.requests")
                    .tag("method", request.method())
                    .tag("route", route(request.url()))
                    .tag("status", outcome)
                    .register(meters));
        }
    }

    private static HttpUrl readdressed(HttpUrl url, HttpUrl target) {
        return url.newBuilder()
                .scheme(target.scheme())
                .host(target.host())
                .port(target.port())
                .build();
    }

    /** The path with identifiers and symbols left out, so that there are few different ones. */
    static String route(HttpUrl url) {
        StringBuilder route = new StringBuilder();
        for (int i = 0; i < url.pathSegments().size(); i++) {
            String segment = url.pathSegments().get(i);
            boolean identifier = i > 0 && IDENTIFIER.matcher(segment).matches();
            route.append('/').append(identifier ? "{id}" : segment);
        }
        return route.toString();
    }

    private static void remember(Response response, AtomicReference<@Nullable RateBudget> budget) {
        try {
            budget.set(new RateBudget(
                    Integer.parseInt(response.header("X-RateLimit-Limit", "")),
                    Integer.parseInt(response.header("X-RateLimit-Remaining", "")),
                    Instant.ofEpochSecond(Long.parseLong(response.header("X-RateLimit-Reset", "")))));
        } catch (NumberFormatException | DateTimeException e) {
            // Not every answer carries them; the last budget seen stands.
        }
    }
}
