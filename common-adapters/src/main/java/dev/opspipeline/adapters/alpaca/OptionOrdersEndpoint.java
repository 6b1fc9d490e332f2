package dev.opspipeline.adapters.alpaca;

import com.google.gson.JsonObject;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.PositionIntent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jacobpeterson.alpaca.model.endpoint.orders.Order;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import net.jacobpeterson.alpaca.rest.endpoint.AlpacaEndpoint;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/**
 * The two order requests that the library cannot make as they are needed: it sends no position intent and writes whole
 * quantities as {@code 1.0}, and its cancel takes any page with status 200 for consent.
 */
final class OptionOrdersEndpoint extends AlpacaEndpoint {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final int NO_CONTENT = 204;

    OptionOrdersEndpoint(CheckedClient client) {
        super(client, "orders");
    }

    /** Sends one order, once. */
    Order submit(OrderRequest order) throws AlpacaClientException {
        JsonObject body = new JsonObject();
        body.addProperty("symbol", order.instrument().symbol());
        body.addProperty("qty", Integer.toString(order.quantity()));
        body.addProperty("side", lowerCase(order.intent().side()));
        body.addProperty("type", order.limitPrice() == null ? "market" : "limit");
        body.addProperty("time_in_force", "day");
        if (order.limitPrice() != null) {
            body.addProperty("limit_price", order.limitPrice().toString());
        }
        body.addProperty("client_order_id", order.clientOrderId().value());
        body.addProperty("position_intent", lowerCase(order.intent()));
        return alpacaClient.requestObject(
                alpacaClient
                        .requestBuilder(alpacaClient
                                .urlBuilder()
                                .addPathSegment(endpointPathSegment)
                                .build())
                        .tag(RateLane.class, lane(order.intent()))
                        .post(RequestBody.create(body.toString().getBytes(StandardCharsets.UTF_8), JSON))
                        .build(),
                Order.class);
    }

    private static RateLane lane(PositionIntent intent) {
        return switch (intent) {
            case BUY_TO_OPEN -> RateLane.OPENING;
            case BUY_TO_CLOSE, SELL_TO_CLOSE -> RateLane.CLOSING;
        };
    }

    /** Asks for a cancel. */
    void cancel(String brokerOrderId) throws AlpacaClientException {
        alpacaClient.requestVoid(
                alpacaClient
                        .requestBuilder(alpacaClient
                                .urlBuilder()
                                .addPathSegment(endpointPathSegment)
                                .addPathSegment(brokerOrderId)
                                .build())
                        .delete()
                        .build(),
                status -> status == NO_CONTENT);
    }

    private static String lowerCase(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
