package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what the desk wants told: in the journal, in the figures and, what is wrong, in the log. */
final class ExitNews {

    private static final Logger log = LoggerFactory.getLogger(ExitNews.class);

    private final Tier tier;
    private final PositionJournal journal;
    private final ExitMetrics metrics;

    ExitNews(Tier tier, PositionJournal journal, ExitMetrics metrics) {
        this.tier = tier;
        this.journal = journal;
        this.metrics = metrics;
    }

    /** Nothing that goes wrong in telling may end a pass: the next position is still to be looked after. */
    void tell(ExitCommand command) {
        try {
            pass(command);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("tier", tier)
                    .addKeyValue("command", command)
                    .setCause(e)
                    .log("News not told");
        }
    }

    private void pass(ExitCommand command) {
        switch (command) {
            case ExitCommand.Publish(var position) -> journal.position(position);
            case ExitCommand.PublishClosed(var trade) -> {
                journal.closed(trade);
                metrics.closed(trade);
            }
            case ExitCommand.PublishCorrected(var trade) -> journal.closed(trade);
            case ExitCommand.Alert(String text, var data) -> {
                log.atError()
                        .addKeyValue("tier", tier)
                        .addKeyValue("data", data)
                        .log(text);
                journal.alert(text, data);
            }
            case ExitCommand.Submit ignored -> {}
            case ExitCommand.LookUp ignored -> {}
            case ExitCommand.Cancel ignored -> {}
            case ExitCommand.ReadBroker ignored -> {}
            case ExitCommand.ReadActivities ignored -> {}
        }
    }
}
