package dev.opspipeline.adapters.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.Marks;
import dev.opspipeline.exit.PositionEvent;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.exit.Trailing;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageJsonTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");

    private static final PositionRecord POSITION = new PositionRecord(
            OptionContract.parse("NVDA260410C00190000"),
            "NVDA-20260409T1431-CALL-trend1",
            2,
            Money.of("1.505"),
            PositionRecord.State.OPEN,
            null,
            null,
            new ExitPlan(
                    Strategy.SWING,
                    Money.of("1.505"),
                    NOON,
                    Money.of("1.13"),
                    Money.of("2.26"),
                    Trailing.STANDARD,
                    NOON,
                    null,
                    null,
                    NOON,
                    ExitPlan.Origin.FROZEN_AT_ENTRY),
            new Marks(Money.of("1.60"), NOON, "opra", Money.of("1.70"), null),
            null,
            List.of(new PositionEvent(NOON, PositionEvent.Step.OPENED, "2 more at 1.505 on average")),
            NOON);

    @Test
    void aMessageReadsBackAsItWasWritten() {
        assertThat(MessageJson.read(MessageJson.write(POSITION).getBytes(UTF_8), PositionRecord.class))
                .isEqualTo(POSITION);
    }

    @Test
    void moneyIsTextAndTheSchemaComesFirst() {
        assertThat(MessageJson.write(POSITION))
                .startsWith("{\"schema\":1,\"contract\":\"NVDA260410C00190000\"")
                .contains("\"averagePrice\":\"1.505\"", "\"at\":\"2026-04-09T16:00:00Z\"", "\"reason\":null");
    }

    @Test
    void unknownFieldsAreIgnored() {
        byte[] newer =
                "{\"schema\":1,\"tier\":\"tiny\",\"service\":\"dispatcher\",\"event\":\"e\",\"detail\":\"d\",\"at\":\"2026-04-09T16:00:00Z\",\"mood\":\"fine\"}"
                        .getBytes(UTF_8);
        assertThat(MessageJson.read(newer, AuditEvent.class))
                .isEqualTo(new AuditEvent(Tier.TINY, "dispatcher", "e", "d", NOON));
    }

    @Test
    void X53_anotherSchemaVersionIsRefusedByName() {
        assertThatThrownBy(() -> MessageJson.read("{\"schema\":2}".getBytes(UTF_8), AuditEvent.class))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("AuditEvent must have schema 1, had 2");
    }

    @Test
    void X51_bytesThatAreNotJsonAreRefused() {
        assertThatThrownBy(() -> MessageJson.read(new byte[] {1, 2, 3}, AuditEvent.class))
                .isInstanceOf(UnreadableMessageException.class);
    }

    @Test
    void aMissingFieldIsRefusedByName() {
        byte[] partial =
                "{\"schema\":1,\"tier\":\"tiny\",\"event\":\"e\",\"detail\":\"d\",\"at\":\"2026-04-09T16:00:00Z\"}"
                        .getBytes(UTF_8);
        assertThatThrownBy(() -> MessageJson.read(partial, AuditEvent.class)).hasMessageContaining("service");
    }

    @Test
    void aFieldThatAnOlderSenderDoesNotKnowIsUnknown() {
        byte[] older =
                "{\"schema\":1,\"service\":\"signal-engine\",\"event\":\"e\",\"detail\":\"d\",\"at\":\"2026-04-09T16:00:00Z\"}"
                        .getBytes(UTF_8);
        assertThat(MessageJson.read(older, AuditEvent.class))
                .isEqualTo(new AuditEvent(null, "signal-engine", "e", "d", NOON));
    }

    @Test
    void aMissingNumberIsRefused() {
        String whole = MessageJson.write(POSITION);

        assertThatThrownBy(() -> read(whole.replace("\"quantity\":2,", "")))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("quantity");
    }

    @Test
    void X52_nullIsRefusedWhereItDoesNotMeanUnknown() {
        String known = MessageJson.write(POSITION);

        assertThatThrownBy(() -> read(known.replace("\"averagePrice\":\"1.505\"", "\"averagePrice\":null")))
                .hasMessageContaining("PositionRecord.averagePrice is null");
        assertThatThrownBy(() -> read(known.replace("\"targetAt\":\"2.26\"", "\"targetAt\":null")))
                .hasMessageContaining("PositionRecord.plan.targetAt is null");
        assertThatThrownBy(() -> read(known.replace("\"quantity\":2", "\"quantity\":null")))
                .isInstanceOf(UnreadableMessageException.class);
    }

    private static PositionRecord read(String json) {
        return MessageJson.read(json.getBytes(UTF_8), PositionRecord.class);
    }

    @Test
    void X52_aTierNobodyKnowsIsRefused() {
        byte[] wrong =
                "{\"schema\":1,\"tier\":\"huge\",\"service\":\"s\",\"event\":\"e\",\"detail\":\"d\",\"at\":\"2026-04-09T16:00:00Z\"}"
                        .getBytes(UTF_8);
        assertThatThrownBy(() -> MessageJson.read(wrong, AuditEvent.class)).hasMessageContaining("no tier 'huge'");
    }
}
