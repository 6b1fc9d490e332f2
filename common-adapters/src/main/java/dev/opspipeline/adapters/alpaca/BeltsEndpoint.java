package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.required;

import com.google.gson.annotations.SerializedName;
import dev.opspipeline.account.AccountBelts;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import net.jacobpeterson.alpaca.rest.endpoint.AlpacaEndpoint;
import org.jspecify.annotations.Nullable;

/** The account's configurations with their option fields, which the library does not read. */
final class BeltsEndpoint extends AlpacaEndpoint {

    BeltsEndpoint(CheckedClient client) {
        super(client, "account/configurations");
    }

    AccountBelts get() throws AlpacaClientException {
        Row row = alpacaClient.requestObject(
                alpacaClient
                        .requestBuilder(alpacaClient
                                .urlBuilder()
                                .addPathSegments(endpointPathSegment)
                                .build())
                        .get()
                        .build(),
                Row.class);
        return required(row, "account configurations").belts();
    }

    private record Row(
            @SerializedName("no_shorting") @Nullable Boolean noShorting,

            @SerializedName("max_options_trading_level") @Nullable
            Integer maxOptionsTradingLevel,

            @SerializedName("suspend_trade") @Nullable Boolean suspendTrade) {

        AccountBelts belts() {
            return new AccountBelts(
                    required(noShorting, "no_shorting"),
                    maxOptionsTradingLevel,
                    required(suspendTrade, "suspend_trade"));
        }
    }
}
