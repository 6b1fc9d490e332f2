package dev.opspipeline.signalengine;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long ago each ticker was last heard of: a halt, a missing minute and a dead feed all show as age. Outside the session
 * nothing ages.
 */
final class BarAges {

    private static final Logger log = LoggerFactory.getLogger(BarAges.class);

    /** Two whole minutes missed. */
    private static final Duration SILENT = Duration.ofMinutes(3);

    private final Map<Ticker, Instant> heard = new HashMap<>();
    private final Set<Ticker> silent = new HashSet<>();
    private volatile double oldestSeconds;
    private volatile int silentTickers;

    void heard(Bar bar) {
        heard.merge(bar.ticker(), bar.end(), (a, b) -> a.isAfter(b) ? a : b);
    }

    void keepOnly(Collection<Ticker> tickers) {
        heard.keySet().retainAll(tickers);
        silent.retainAll(tickers);
    }

    /** Seconds of market time since the ticker that has been silent longest was heard of. */
    double oldestSeconds() {
        return oldestSeconds;
    }

    /** Tickers without a bar for three minutes of the session. */
    int silentTickers() {
        return silentTickers;
    }

    /** When any of them was last heard of; the session's open when none was since. */
    Instant newest(Session session) {
        return heard.values().stream()
                .max(Instant::compareTo)
                .filter(session.open()::isBefore)
                .orElse(session.open());
    }

    /** Looks at all of them within a session, and says who has fallen silent and who is back. */
    void look(Collection<Ticker> tickers, Session session, Instant now) {
        Duration oldest = Duration.ZERO;
        List<Ticker> fallen = new ArrayList<>();
        List<Ticker> back = new ArrayList<>();
        for (Ticker ticker : tickers) {
            Instant last = heard.getOrDefault(ticker, session.open());
            Duration age = Duration.between(last.isBefore(session.open()) ? session.open() : last, now);
            oldest = oldest.compareTo(age) >= 0 ? oldest : age;
            if (age.compareTo(SILENT) >= 0) {
                if (silent.add(ticker)) {
                    fallen.add(ticker);
                }
            } else if (silent.remove(ticker)) {
                back.add(ticker);
            }
        }
        oldestSeconds = oldest.toMillis() / 1000.0;
        silentTickers = silent.size();
        if (!fallen.isEmpty()) {
            log.atWarn().addKeyValue("tickers", fallen).addKeyValue("at", now).log("No bars for three minutes");
        }
        if (!back.isEmpty()) {
            log.atInfo().addKeyValue("tickers", back).addKeyValue("at", now).log("Bars are back");
        }
    }
}
