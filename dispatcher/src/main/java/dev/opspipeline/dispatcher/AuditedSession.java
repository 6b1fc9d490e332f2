package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.messages.AuditEvent;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Latch;
import java.util.Arrays;
import java.util.List;

/** Reads back from the audit what {@link AccountWatch} put there of the session's limits. */
public final class AuditedSession {

    private AuditedSession() {}

    public static List<OnRecord.Reached> reached(List<AuditEvent> audits) {
        return audits.stream()
                .filter(event -> event.event().equals(AccountWatch.LIMIT_REACHED))
                .flatMap(event -> Arrays.stream(Latch.values())
                        .filter(latch -> event.detail().startsWith(latch.name()))
                        .map(latch -> new OnRecord.Reached(latch, event.at())))
                .toList();
    }

    public static List<OnRecord.Best> bests(List<AuditEvent> audits) {
        return audits.stream()
                .filter(event -> event.event().equals(AccountWatch.SESSION_BEST))
                .map(event -> new OnRecord.Best(Money.of(event.detail()), event.at()))
                .toList();
    }
}
