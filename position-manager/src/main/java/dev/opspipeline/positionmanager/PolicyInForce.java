package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.messages.DocumentJson;
import dev.opspipeline.exit.ExitPolicy;
import dev.opspipeline.risk.ExitDocument;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terms in force: one document, swapped whole. A bad one is refused, said once with all its problems, and the last good
 * one stays; without any, the tier table's terms hold.
 */
public final class PolicyInForce {

    private static final Logger log = LoggerFactory.getLogger(PolicyInForce.class);
    private static final String MISSING = "missing";

    private final Tier tier;
    private final PositionJournal journal;
    private final Consumer<ExitPolicy> changed;
    private ExitPolicy policy;
    private String lastOffered = MISSING;

    /** @param changed is told of each policy that comes into force */
    public PolicyInForce(Tier tier, PositionJournal journal, Consumer<ExitPolicy> changed) {
        this.tier = tier;
        this.journal = journal;
        this.changed = changed;
        this.policy = ExitPolicy.of(tier);
    }

    public ExitPolicy policy() {
        return policy;
    }

    /** The store was read: this is the document, comments and all, or null when there is none. */
    public void offered(@Nullable String document, String version) {
        String offer = document == null ? MISSING : version + "\n" + document;
        if (offer.equals(lastOffered)) {
            return;
        }
        lastOffered = offer;
        if (document == null) {
            refuse("none", List.of("the parameter does not exist any more"));
            return;
        }
        switch (DocumentJson.parse(document)) {
            case DocumentJson.Parsed.Malformed(String why) -> refuse(version, List.of(why));
            case DocumentJson.Parsed.Document parsed -> {
                switch (ExitDocument.read(parsed.values(), tier, version)) {
                    case ExitDocument.Refused(List<String> problems) -> refuse(version, problems);
                    case ExitDocument.Accepted(ExitPolicy accepted) -> accept(accepted);
                }
            }
        }
    }

    private void accept(ExitPolicy accepted) {
        log.atInfo()
                .addKeyValue("tier", tier)
                .addKeyValue("version", accepted.version())
                .addKeyValue("before", policy.version())
                .log("Exit document accepted");
        journal.alert("exits.config.accepted", Map.of("version", accepted.version(), "before", policy.version()));
        policy = accepted;
        changed.accept(accepted);
    }

    private void refuse(String version, List<String> problems) {
        log.atError()
                .addKeyValue("tier", tier)
                .addKeyValue("version", version)
                .addKeyValue("problems", problems)
                .addKeyValue("in_force", policy.version())
                .log("Exit document refused");
        journal.alert(
                "exits.config.refused",
                Map.of("version", version, "problems", problems.toString(), "in_force", policy.version()));
    }
}
