package dev.opspipeline.simulation.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one rule looked at and what it found broken. */
final class Findings {

    private final String rule;
    private final List<Violation> violations = new ArrayList<>();
    private long checks;

    Findings(String rule) {
        this.rule = rule;
    }

    /** One thing was looked at. */
    void checked() {
        checks++;
    }

    void violation(String tier, @Nullable Instant at, String subject, String text) {
        violations.add(new Violation(rule, tier, at, subject, text));
    }

    long checks() {
        return checks;
    }

    List<Violation> violations() {
        return violations;
    }
}
