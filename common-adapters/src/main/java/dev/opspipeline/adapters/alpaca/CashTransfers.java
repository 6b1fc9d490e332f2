package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.money;
import static dev.opspipeline.adapters.alpaca.Reading.required;
import static dev.opspipeline.adapters.alpaca.Reading.word;

import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import net.jacobpeterson.alpaca.model.endpoint.accountactivities.AccountActivity;
import net.jacobpeterson.alpaca.model.endpoint.accountactivities.NonTradeActivity;
import net.jacobpeterson.alpaca.model.endpoint.accountactivities.enums.ActivityType;
import net.jacobpeterson.alpaca.model.endpoint.common.enums.SortDirection;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import net.jacobpeterson.alpaca.rest.endpoint.accountactivities.AccountActivitiesEndpoint;
import org.jspecify.annotations.Nullable;

/** Adds up what was paid into an account and out of it: deposits, withdrawals and cash journals. */
final class CashTransfers {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 100;
    private static final String CANCELED = "canceled";

    private final AccountActivitiesEndpoint activities;

    CashTransfers(CheckedClient client) {
        this.activities = new AccountActivitiesEndpoint(client);
    }

    /** Dollars in less dollars out that were booked on a date of the exchange. */
    Money netOn(LocalDate date) throws AlpacaClientException {
        ZonedDateTime start = date.atStartOfDay(SessionCalendar.EXCHANGE_ZONE);
        Money net = Money.ZERO;
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            List<AccountActivity> rows = page(start, token);
            for (AccountActivity row : rows) {
                net = net.plus(amount(row));
            }
            if (rows.size() < PAGE) {
                return net;
            }
            token = word(rows.getLast().getId(), "id");
        }
        throw new IllegalStateException("activities have more than %d pages".formatted(MOST_PAGES));
    }

    private List<AccountActivity> page(ZonedDateTime start, @Nullable String token) throws AlpacaClientException {
        return required(
                activities.get(
                        null,
                        start.plusDays(1),
                        start,
                        SortDirection.ASCENDING,
                        PAGE,
                        token,
                        ActivityType.CSD,
                        ActivityType.CSW,
                        ActivityType.JNLC),
                "a list");
    }

    private static Money amount(AccountActivity row) {
        if (!(row instanceof NonTradeActivity transfer)) {
            throw new IllegalStateException("answer has a trade among the transfers");
        }
        return CANCELED.equals(transfer.getStatus()) ? Money.ZERO : money(transfer.getNetAmount(), "net_amount");
    }
}
