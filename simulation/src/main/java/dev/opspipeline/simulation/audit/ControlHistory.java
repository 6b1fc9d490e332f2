package dev.opspipeline.simulation.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was said on the controls topic, and since when entries of an account stood closed by it. */
final class ControlHistory {

    private static final String EVERYBODY = "ALL";

    private final List<Said> history = new ArrayList<>();

    /**
     * @param at market time it was on the topic
     * @param scope a tier or everybody
     * @param closes entries may not be made from here on
     * @param automatic the system's own stop, which only its tier's ACTIVE ends
     */
    private record Said(Instant at, String scope, boolean closes, boolean automatic) {}

    void take(Instant at, Line value) {
        String type = value.optionalText("type").orElse("");
        String scope = value.optionalText("scope").orElse("");
        switch (type) {
            case "set_state" ->
                history.add(new Said(at, scope, !value.text("state").equals("ACTIVE"), false));
            case "flatten" -> history.add(new Said(at, scope, true, false));
            case "automatic_stop" -> history.add(new Said(at, scope, true, true));
            default -> {
                // Closing and resetting leave the state as it is.
            }
        }
    }

    /** When entries of an account were closed, if they stood so for so long before an instant. */
    Optional<Instant> closed(String tier, Instant at, Duration standing) {
        Instant before = at.minus(standing);
        return since(tier, false, tier, at)
                .or(() -> since(EVERYBODY, false, EVERYBODY, at))
                .or(() -> since(tier, true, tier, at))
                .filter(since -> !since.isAfter(before));
    }

    private Optional<Instant> since(String scope, boolean automatic, String opener, Instant until) {
        Instant since = null;
        for (Said said : history) {
            if (said.at().isAfter(until) || !said.scope().equals(scope)) {
                continue;
            }
            if (said.closes() && said.automatic() == automatic) {
                since = since == null ? said.at() : since;
            } else if (!said.closes() && said.scope().equals(opener)) {
                since = null;
            }
        }
        return Optional.ofNullable(since);
    }
}
