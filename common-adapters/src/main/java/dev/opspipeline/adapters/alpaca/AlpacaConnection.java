package dev.opspipeline.adapters.alpaca;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** The one HTTP client of one account, shared by its broker, market data and streams. */
public final class AlpacaConnection implements AutoCloseable {

    static final String DATA_HOST = "data.alpaca.markets";

    /** Shorter than any idle time-out between here and the broker: a dead pooled connection costs a request. */
    private static final long KEEP_ALIVE_SECONDS = 30;

    private final AlpacaSettings settings;
    private final RequestMeter meter;
    private final OkHttpClient http;

    public AlpacaConnection(AlpacaSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meter = new RequestMeter(settings, meters);
        this.http = new OkHttpClient.Builder()
                // An order must not be sent twice because a connection broke or an answer pointed elsewhere.
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .addNetworkInterceptor(AlpacaConnection::withoutRetryAdvice)
                .addInterceptor(meter)
                .connectTimeout(settings.waits().connect())
                .readTimeout(settings.waits().read())
                .writeTimeout(settings.waits().read())
                .callTimeout(settings.waits().call())
                .pingInterval(settings.waits().ping())
                .connectionPool(new ConnectionPool(4, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS))
                .build();
    }

    /** The trading requests left, as the broker last said; empty until it has. */
    public Optional<RateBudget> tradingBudget() {
        return Optional.ofNullable(meter.tradingBudget());
    }

    /** The market data requests left, as the broker last said; empty until it has. */
    public Optional<RateBudget> dataBudget() {
        return Optional.ofNullable(meter.dataBudget());
    }

    /**
     * How far this machine's clock is at least ahead of the broker's, negative when it is behind; empty until an answer has
     * told.
     */
    public Optional<Duration> clockAhead() {
        return meter.skew().ahead();
    }

    /** Ends idle connections and threads; streams are closed on their own. */
    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    AlpacaSettings settings() {
        return settings;
    }

    OkHttpClient http() {
        return http;
    }

    /** The library's client for trading paths, {@code /v2} in front. */
    CheckedClient tradingClient() {
        return new CheckedClient(http, settings, "paper-api", "v2");
    }

    /** The library's client for market data paths under a version, as in {@code v1beta1}. */
    CheckedClient dataClient(String version) {
        return new CheckedClient(http, settings, "data", version);
    }

    /** OkHttp sends a request again, orders included, on a 503 that says {@code Retry-After: 0}: so it never sees that. */
    private static Response withoutRetryAdvice(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.newBuilder().removeHeader("Retry-After").build();
    }
}
