package dev.opspipeline.signalengine;

import dev.opspipeline.account.Reply;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the engine waits for: each thing once, however often it is tried again, until it has come or has changed. */
final class Complaints {

    private static final Logger log = LoggerFactory.getLogger(Complaints.class);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final SignalJournal journal;
    private final InstantSource marketTime;
    private final Map<String, String> standing = new HashMap<>();
    private String last = "";

    Complaints(SignalJournal journal, InstantSource marketTime) {
        this.journal = journal;
        this.marketTime = marketTime;
    }

    /** The newest one, in a line; empty when there was none. */
    String last() {
        return last;
    }

    /** @param what is missing, as in {@code bars} */
    void raise(String what, String why) {
        last = what + ": " + why;
        if (!why.equals(standing.put(what, why))) {
            log.atError().addKeyValue("what", what).addKeyValue("why", why).log("Signal engine waits");
            journal.alerted("signal-engine.waits", last, marketTime.instant());
        }
    }

    void raise(String what, Reply.Refused<?> refused) {
        raise(what, explained(refused));
    }

    /** It has come: the same trouble, when it comes again, is said again. */
    void settled(String what) {
        standing.remove(what);
    }

    /** A list of tickers that was not taken; each is said, for somebody has just written it. */
    void refused(String source, String why) {
        last = "tickers refused: " + why;
        log.atError().addKeyValue("source", source).addKeyValue("why", why).log("Tickers refused");
        journal.alerted("tickers.refused", source + ": " + why, marketTime.instant());
    }

    private static String explained(Reply.Refused<?> refused) {
        return switch (refused.httpStatus()) {
            case UNAUTHORIZED -> "the key is not accepted: check APCA_API_KEY_ID and APCA_API_SECRET_KEY";
            case FORBIDDEN ->
                "the account may not read this (%s): set ALPACA_STOCK_FEED to a feed it has, as in iex"
                        .formatted(refused.message());
            default -> "refused with %d: %s".formatted(refused.httpStatus(), refused.message());
        };
    }
}
