package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Session;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlpacaBrokerDaysTest {

    private final LocalServer local = new LocalServer();
    private final AlpacaBroker broker = new AlpacaBroker(local.connection, InstantSource.system());

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void X35_readsHalfDaysOnBothSidesOfAClockChange() {
        local.answers("""
                [{"date":"2026-10-30","open":"09:30","close":"16:00","session_open":"0400","settlement_date":"2026-11-02"},
                 {"date":"2026-11-27","open":"09:30","close":"13:00"}]
                """);

        assertThat(broker.sessions(LocalDate.parse("2026-10-30"), LocalDate.parse("2026-11-27")))
                .isEqualTo(new Reply.Answer<>(List.of(
                        new Session(
                                LocalDate.parse("2026-10-30"),
                                Instant.parse("2026-10-30T13:30:00Z"),
                                Instant.parse("2026-10-30T20:00:00Z")),
                        new Session(
                                LocalDate.parse("2026-11-27"),
                                Instant.parse("2026-11-27T14:30:00Z"),
                                Instant.parse("2026-11-27T18:00:00Z")))));
        assertThat(local.request().getTarget()).isEqualTo("/v2/calendar?start=2026-10-30&end=2026-11-27");
    }

    @Test
    void addsUpTheTransfersOfADate() {
        local.answers("""
                [{"id":"1","activity_type":"CSD","date":"2026-04-09","net_amount":"500","status":"executed"},
                 {"id":"2","activity_type":"CSW","date":"2026-04-09","net_amount":"-120.55","status":"executed"},
                 {"id":"3","activity_type":"CSD","date":"2026-04-09","net_amount":"900","status":"canceled"}]
                """);

        assertThat(broker.netTransfers(LocalDate.parse("2026-04-09")))
                .isEqualTo(new Reply.Answer<>(Money.of("379.45")));
        assertThat(local.request().getUrl().queryParameter("activity_types")).isEqualTo("CSD,CSW,JNLC");
    }
}
