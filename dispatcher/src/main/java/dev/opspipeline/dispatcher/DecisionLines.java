package dev.opspipeline.dispatcher;

import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.Verdict;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line of the log for each decision: why this account did not trade, for somebody who has nothing but the log. */
final class DecisionLines {

    private static final Logger log = LoggerFactory.getLogger(DecisionLines.class);

    private DecisionLines() {}

    static void write(DecisionRecord decision) {
        switch (decision.decision()) {
            case Decision.Trade trade ->
                about(decision)
                        .addKeyValue("decision", "TRADE")
                        .addKeyValue("contract", trade.contract())
                        .addKeyValue("contracts", trade.contracts())
                        .addKeyValue("limit_price", trade.limitPrice())
                        .addKeyValue("order", decision.clientOrderId())
                        .log("Entry");
            case Decision.NoTrade noTrade ->
                about(decision)
                        .addKeyValue("decision", noTrade.refusals().getFirst().code())
                        .addKeyValue("why", why(noTrade))
                        .log("No trade");
        }
    }

    private static LoggingEventBuilder about(DecisionRecord decision) {
        return log.atInfo()
                .addKeyValue("tier", decision.tier())
                .addKeyValue("recommendation", decision.recommendationId())
                .addKeyValue("version", decision.limitsVersion());
    }

    /** Every refusal with what was seen and what it was held against. */
    private static String why(Decision.NoTrade noTrade) {
        return noTrade.refusals().stream().map(DecisionLines::words).collect(Collectors.joining("; "));
    }

    private static String words(Verdict refusal) {
        return "%s: %s [%s]".formatted(refusal.code(), refusal.observed(), refusal.limit());
    }
}
