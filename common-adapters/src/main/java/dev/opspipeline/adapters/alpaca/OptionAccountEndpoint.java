package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.money;
import static dev.opspipeline.adapters.alpaca.Reading.required;
import static dev.opspipeline.adapters.alpaca.Reading.word;

import com.google.gson.annotations.SerializedName;
import dev.opspipeline.account.AccountSnapshot;
import java.time.Instant;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import net.jacobpeterson.alpaca.rest.endpoint.AlpacaEndpoint;
import org.jspecify.annotations.Nullable;

/** The account with its option fields, which the library does not read. */
final class OptionAccountEndpoint extends AlpacaEndpoint {

    private static final String ACTIVE = "ACTIVE";

    OptionAccountEndpoint(CheckedClient client) {
        super(client, "account");
    }

    Row get() throws AlpacaClientException {
        Row row = alpacaClient.requestObject(
                alpacaClient
                        .requestBuilder(alpacaClient
                                .urlBuilder()
                                .addPathSegment(endpointPathSegment)
                                .build())
                        .get()
                        .build(),
                Row.class);
        return required(row, "an account");
    }

    /** What is read of the account; the broker sends more, and takes fields away from time to time. */
    record Row(
            @SerializedName("account_number") @Nullable String accountNumber,
            @Nullable String status,
            @Nullable String equity,
            @SerializedName("last_equity") @Nullable String lastEquity,

            @SerializedName("options_buying_power") @Nullable
            String optionsBuyingPower,

            @SerializedName("options_trading_level") @Nullable
            Integer optionsTradingLevel,

            @SerializedName("trading_blocked") @Nullable Boolean tradingBlocked,
            @SerializedName("account_blocked") @Nullable Boolean accountBlocked,

            @SerializedName("trade_suspended_by_user") @Nullable
            Boolean tradeSuspendedByUser) {

        /** Every field must be there: a missing amount is not zero, and a missing block is not freedom. */
        AccountSnapshot snapshot(Instant asOf) {
            return new AccountSnapshot(
                    word(accountNumber, "account_number"),
                    money(equity, "equity"),
                    money(lastEquity, "last_equity"),
                    money(optionsBuyingPower, "options_buying_power"),
                    required(optionsTradingLevel, "options_trading_level"),
                    required(tradingBlocked, "trading_blocked") || Boolean.TRUE.equals(tradeSuspendedByUser),
                    required(accountBlocked, "account_blocked")
                            || !word(status, "status").equals(ACTIVE),
                    null,
                    asOf);
        }
    }
}
