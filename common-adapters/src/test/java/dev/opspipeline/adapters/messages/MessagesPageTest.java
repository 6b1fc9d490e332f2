package dev.opspipeline.adapters.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.BookView;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.contract.Candidate;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.EntryFacts;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.ExitTrigger;
import dev.opspipeline.exit.Marks;
import dev.opspipeline.exit.PositionEvent;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.exit.Trailing;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.DecisionFacts;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.PositionDelta;
import dev.opspipeline.risk.SessionLosses;
import dev.opspipeline.risk.SizeCaps;
import dev.opspipeline.risk.Sizing;
import dev.opspipeline.risk.Verdict;
import dev.opspipeline.signal.Confidence;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.Sentiment;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/messages.md true: every message with all its fields in order, and nothing else. */
class MessagesPageTest {

    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs/messages.md");
    private static final Pattern FIELD = Pattern.compile("\\| `(\\w+)` \\|.*");

    private static final List<Class<? extends Record>> MESSAGES = List.of(
            Recommendation.class,
            Features.class,
            Sentiment.class,
            Confidence.class,
            Hold.class,
            DecisionRecord.class,
            AccountSnapshot.class,
            BookView.class,
            BookView.OpenPosition.class,
            BookView.EntryInFlight.class,
            BookView.AcceptedEntry.class,
            DecisionFacts.class,
            AccountBelts.class,
            SessionLosses.class,
            PositionDelta.class,
            Verdict.class,
            Candidate.class,
            Sizing.class,
            SizeCaps.Cap.class,
            OrderRecord.class,
            EntryFill.class,
            PositionRecord.class,
            ExitPlan.class,
            Trailing.class,
            ExitTrigger.class,
            Marks.class,
            PositionEvent.class,
            ClosedTrade.class,
            EntryFacts.class,
            AcceptedLimits.class,
            Heartbeat.class,
            Control.SetState.class,
            Control.Flatten.class,
            Control.AutomaticStop.class,
            Control.Close.class,
            Control.CloseAll.class,
            Control.ResetLatch.class,
            AuditEvent.class);

    @Test
    void thePageNamesEveryMessageAndEveryFieldInOrder() throws IOException {
        Map<String, List<String>> code = new LinkedHashMap<>();
        MESSAGES.forEach(message -> code.put(
                message.getSimpleName(),
                Arrays.stream(message.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList()));

        assertThat(page()).containsExactlyEntriesOf(code);
    }

    private static Map<String, List<String>> page() throws IOException {
        Map<String, List<String>> page = new LinkedHashMap<>();
        List<String> fields = new ArrayList<>();
        try (Stream<String> lines = Files.lines(PAGE)) {
            for (String line : (Iterable<String>) lines::iterator) {
                Matcher field = FIELD.matcher(line);
                if (line.startsWith("## ")) {
                    fields = new ArrayList<>();
                    page.put(line.substring("## ".length()), fields);
                } else if (field.matches() && !page.isEmpty()) {
                    fields.add(field.group(1));
                }
            }
        }
        return page;
    }
}
