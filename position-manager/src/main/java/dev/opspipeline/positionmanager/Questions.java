package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Activity;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.OptionMarket.ChainQuery;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker, and says in the log what it would not or could not answer. Empty means that nobody knows. */
final class Questions {

    private static final Logger log = LoggerFactory.getLogger(Questions.class);
    private static final int CALENDAR_DAYS_BACK = 10;
    private static final int CALENDAR_DAYS_AHEAD = 60;

    private final Tier tier;
    private final BrokerAccess access;

    Questions(Tier tier, BrokerAccess access) {
        this.tier = tier;
        this.access = access;
    }

    Optional<List<BrokerOrder>> ordersSince(Instant from) {
        return value("orders", access.broker().ordersSince(from));
    }

    Optional<List<BrokerOrder>> openOrders() {
        return value("open orders", access.broker().openOrders());
    }

    Optional<List<HeldPosition>> positions() {
        return value("positions", access.broker().positions());
    }

    Optional<List<Activity>> activitiesSince(LocalDate date) {
        return value("activities", access.activities().since(date));
    }

    Optional<SessionCalendar> calendar(LocalDate today) {
        Optional<List<Session>> sessions = value(
                "calendar",
                access.broker().sessions(today.minusDays(CALENDAR_DAYS_BACK), today.plusDays(CALENDAR_DAYS_AHEAD)));
        return sessions.map(SessionCalendar::new);
    }

    Optional<Map<OptionContract, Quote>> quotes(Collection<OptionContract> contracts) {
        return value("quotes", access.options().quotes(contracts));
    }

    /** From the snapshots instead of the quotes: another way to the same market. */
    Map<OptionContract, Quote> quotesFromSnapshots(Collection<OptionContract> contracts) {
        Map<OptionContract, Quote> found = new HashMap<>();
        for (OptionContract contract : contracts) {
            ChainQuery query = new ChainQuery(
                    contract.underlying(),
                    contract.type(),
                    contract.expiry(),
                    contract.expiry(),
                    contract.strike(),
                    contract.strike());
            value("snapshots", access.options().chain(query)).ifPresent(listings -> {
                for (OptionListing listing : listings) {
                    Quote quote = listing.quote();
                    if (quote != null) {
                        found.put(listing.contract(), quote);
                    }
                }
            });
        }
        return found;
    }

    private <T> Optional<T> value(String what, Reply<T> reply) {
        switch (reply) {
            case Reply.Answer<T> answer -> {}
            case Reply.Refused<T>(int status, long code, String message) ->
                log.atWarn()
                        .addKeyValue("tier", tier)
                        .addKeyValue("what", what)
                        .addKeyValue("status", status)
                        .addKeyValue("code", code)
                        .addKeyValue("message", message)
                        .log("Broker refused to say");
            case Reply.Unavailable<T>(String why) ->
                log.atWarn()
                        .addKeyValue("tier", tier)
                        .addKeyValue("what", what)
                        .addKeyValue("why", why)
                        .log("Broker cannot be asked");
        }
        return reply.answer();
    }
}
