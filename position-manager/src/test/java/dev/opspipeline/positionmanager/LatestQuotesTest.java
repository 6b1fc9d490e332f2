package dev.opspipeline.positionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestQuotesTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");
    private static final OptionContract CALL = OptionContract.parse("NVDA260417C00190000");
    private static final OptionContract PUT = OptionContract.parse("NVDA260417P00190000");

    private final List<Runnable> tasks = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final LatestQuotes latest =
            new LatestQuotes((contract, quote) -> told.add(contract + " " + quote.bid()), tasks::add);

    @Test
    void X30_howeverManyComeOneTaskTellsTheLatestOfEachByItsTime() {
        latest.quoted(CALL, quote("1.00", 1));
        latest.quoted(PUT, quote("2.00", 1));
        latest.quoted(CALL, quote("1.20", 3));
        latest.quoted(CALL, quote("1.10", 2));

        assertThat(tasks).hasSize(1);
        tasks.getFirst().run();
        assertThat(told).containsExactlyInAnyOrder(CALL + " 1.20", PUT + " 2.00");
    }

    @Test
    void whatComesAfterwardsIsToldByTheNextTask() {
        latest.quoted(CALL, quote("1.00", 1));
        tasks.getFirst().run();
        latest.quoted(CALL, quote("1.05", 2));

        assertThat(tasks).hasSize(2);
        tasks.getLast().run();
        assertThat(told).containsExactly(CALL + " 1.00", CALL + " 1.05");
    }

    private static Quote quote(String bid, int second) {
        Instant at = NOON.plusSeconds(second);
        return new Quote(Money.of(bid), Money.of("3.00"), at, at, "opra stream");
    }
}
