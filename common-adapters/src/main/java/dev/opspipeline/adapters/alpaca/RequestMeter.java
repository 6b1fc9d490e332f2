package dev.opspipeline.adapters.alpaca;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to the configured address under our name, holds back what has to wait, and records how long it took,
 * what is left of the budget and what time it is at the broker.
 */
final class RequestMeter implements Interceptor {

    private static final Pattern IDENTIFIER = Pattern.compile(".*\\d.*|[A-Z.]+");

    private final HttpUrl tradingUrl;
    private final HttpUrl dataUrl;
    private final String userAgent;
    private final MeterRegistry meters;
    private final RateLanes trading = new RateLanes();
    private final RateLanes marketData = new RateLanes();
    private final ClockSkew skew = new ClockSkew();

    RequestMeter(AlpacaSettings settings, MeterRegistry meters) {
        this.tradingUrl = HttpUrl.get(settings.tradingUrl().toString());
        this.dataUrl = HttpUrl.get(settings.dataUrl().toString());
        this.userAgent = settings.userAgent();
        this.meters = meters;
        Gauge.builder("alpaca.clock.ahead", skew, ClockSkew::aheadSeconds)
                .baseUnit("seconds")
                .register(meters);
    }

    ClockSkew skew() {
        return skew;
    }

    @Nullable
    RateBudget tradingBudget() {
        return trading.budget();
    }

    @Nullable
    RateBudget dataBudget() {
        return marketData.budget();
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
        RateLanes lanes = data ? marketData : trading;
        Timer.Sample time = Timer.start(meters);
        String outcome = "none";
        try {
            Instant asked = now();
            lanes.admit(RateLanes.lane(request, data), asked);
            Response response = chain.proceed(request);
            outcome = Integer.toString(response.code());
            lanes.told(response, now());
            Date date = response.headers().getDate("Date");
            if (date != null) {
                skew.compare(asked, now(), date.toInstant());
            }
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

    private Instant now() {
        return Instant.ofEpochMilli(meters.config().clock().wallTime());
    }
}
