package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.view.AccountFigures;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a real broker what its account is and how it stands. Reads only: trading is the services' business. */
final class RealBroker {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final RealAccount account;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    RealBroker(RealAccount account) {
        this.account = account;
    }

    /** An account as the broker describes it; amounts in dollars. */
    record Standing(
            String number,
            String status,
            BigDecimal equity,
            BigDecimal lastEquity,
            BigDecimal optionsBuyingPower,
            int optionsLevel) {}

    /** Whether the market is open, and when that changes; null when the broker does not say. */
    record Hours(
            boolean open,
            @Nullable Instant nextOpen,
            @Nullable Instant nextClose) {}

    /** Throws {@link CannotPlayException} with one line when the broker refuses or cannot be reached. */
    Standing standing() {
        JsonNode found = get("/v2/account");
        String number = found.path("account_number").asString("");
        if (number.isEmpty()) {
            throw new CannotPlayException(
                    "%s does not answer like Alpaca: no account_number in its account".formatted(account.tradingUrl()));
        }
        return new Standing(
                number,
                found.path("status").asString("-"),
                amount(found, "equity"),
                amount(found, "last_equity"),
                amount(found, "options_buying_power"),
                found.path("options_trading_level").asInt(0));
    }

    /** Where the account stands: positions held, at their cost or their value where that is more. */
    AccountFigures figures() {
        Standing standing = standing();
        JsonNode positions = get("/v2/positions");
        BigDecimal exposure = BigDecimal.ZERO;
        for (JsonNode position : positions) {
            exposure = exposure.add(amount(position, "cost_basis")
                    .abs()
                    .max(amount(position, "market_value").abs()));
        }
        return new AccountFigures(standing.equity(), standing.lastEquity(), positions.size(), exposure);
    }

    Hours hours() {
        JsonNode clock = get("/v2/clock");
        return new Hours(
                clock.path("is_open").asBoolean(false), instant(clock, "next_open"), instant(clock, "next_close"));
    }

    private JsonNode get(String path) {
        URI address = URI.create(account.tradingUrl().toString().replaceAll("/+$", "") + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("APCA-API-KEY-ID", account.keyId())
                .header("APCA-API-SECRET-KEY", account.secret())
                .header(
                        "User-Agent",
                        "ops-pipeline/run/" + ProcessHandle.current().pid())
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case OK -> JsonMapper.shared().readTree(answer.body());
                case UNAUTHORIZED, FORBIDDEN ->
                    throw new CannotPlayException(
                            "%s refuses the keys (HTTP %d): check APCA_API_KEY_ID and APCA_API_SECRET_KEY; paper keys work with the paper address only"
                                    .formatted(account.tradingUrl(), answer.statusCode()));
                default ->
                    throw new CannotPlayException("%s answers %s with HTTP %d: try again later"
                            .formatted(account.tradingUrl(), path, answer.statusCode()));
            };
        } catch (JacksonException e) {
            throw new CannotPlayException(
                    "%s does not answer like Alpaca: %s is not JSON".formatted(account.tradingUrl(), path));
        } catch (IOException e) {
            throw new CannotPlayException("cannot reach %s (%s): check the address and the network"
                    .formatted(account.tradingUrl(), e.getClass().getSimpleName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotPlayException("interrupted while asking " + account.tradingUrl());
        }
    }

    private static BigDecimal amount(JsonNode found, String field) {
        return found.path(field).asDecimal(BigDecimal.ZERO);
    }

    private static @Nullable Instant instant(JsonNode found, String field) {
        try {
            return OffsetDateTime.parse(found.path(field).asString("")).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
