package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.TradingState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keeps docs/metrics.md true for the dispatcher: every meter with its kind and tags, and no other; and measures a little day. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsPageTest {

    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `(dispatcher\\.[a-z.]+)` \\| (\\w+) \\|(.*?)\\|.*");

    private final Desk desk = Desk.opened();

    @AfterEach
    void closes() {
        desk.close();
    }

    /** One of everything: two trades, refusals, a rejected order, an alert, a re-read account. */
    private void livesALittle() {
        desk.decide("NVDA");
        desk.exchange.refuseOrders(new Reply.Refused<>(403, 40310000, "no"));
        desk.decide("AMD");
        desk.exchange.worth("54500.00");
        desk.post.pass(Duration.ofSeconds(10));
        desk.decide("TSLA");
        desk.decide("AAPL");
    }

    @Test
    void thePageNamesEveryMeterWithItsKindAndTags() throws IOException {
        livesALittle();

        Map<String, String> page = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String tags = Arrays.stream(row.group(3).replace("`", "").split(","))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .sorted()
                        .collect(Collectors.joining(","));
                page.put(row.group(1), row.group(2) + " " + tags);
            }
        }
        Map<String, String> code = new TreeMap<>();
        for (Meter meter : desk.post.meters.getMeters()) {
            TreeSet<String> tags =
                    meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
            assertThat(tags.remove("tier")).as(meter.getId().toString()).isTrue();
            code.put(
                    meter.getId().getName(),
                    meter.getId().getType().name().toLowerCase(Locale.ROOT) + " " + String.join(",", tags));
        }
        assertThat(page).isEqualTo(code);
    }

    @Test
    void measuresWhatHappened() {
        assertThat(value("dispatcher.positions.limit")).isEqualTo(5);
        livesALittle();

        assertThat(value("dispatcher.decisions", "outcome", "trade")).isEqualTo(2);
        assertThat(value("dispatcher.decisions", "outcome", "no_trade")).isEqualTo(2);
        assertThat(value("dispatcher.refusals", "code", "DAILY_LOSS")).isEqualTo(2);
        assertThat(value("dispatcher.entries", "confidence", "normal")).isEqualTo(2);
        assertThat(value("dispatcher.orders.rejected")).isEqualTo(1);
        assertThat(value("dispatcher.positions")).isEqualTo(1);
        assertThat(value("dispatcher.exposure")).isEqualTo(435);
        assertThat(value("dispatcher.loss")).isEqualTo(500);
        assertThat(value("dispatcher.state")).isZero();
        assertThat(value("dispatcher.account.age")).isZero();
        assertThat(value("dispatcher.limits.version", "version", "1")).isEqualTo(1);
        assertThat(desk.post
                        .meters
                        .get("dispatcher.recommendation.to.order")
                        .timer()
                        .count())
                .isEqualTo(2);

        desk.say(new Control.SetState(ControlScope.all(), TradingState.HALTED, "ann", "news", desk.clock.now()));
        desk.post.pass(Duration.ofSeconds(10));
        assertThat(value("dispatcher.state")).isEqualTo(2);
        assertThat(value("dispatcher.decisions.without.trade")).isEqualTo(2);
    }

    private double value(String name, String... tags) {
        return desk.post
                .meters
                .get(name)
                .tags(tags)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }
}
