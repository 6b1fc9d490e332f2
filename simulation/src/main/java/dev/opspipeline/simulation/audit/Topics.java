package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.TopicFact.Closed;
import dev.opspipeline.simulation.audit.TopicFact.Decision;
import dev.opspipeline.simulation.audit.TopicFact.OrderStep;
import dev.opspipeline.simulation.audit.TopicFact.PositionStep;
import dev.opspipeline.simulation.audit.TopicFact.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Everything the system published during the day, by what it is asked for. */
final class Topics {

    private final Map<String, Signal> signals = new LinkedHashMap<>();
    private final Map<String, List<Decision>> decisions = new LinkedHashMap<>();
    private final List<OrderStep> orderSteps = new ArrayList<>();
    private final List<PositionStep> positionSteps = new ArrayList<>();
    private final List<Closed> closedTrades = new ArrayList<>();
    private final Map<String, NavigableSet<Instant>> exitHeartbeats = new LinkedHashMap<>();
    private final Map<String, NavigableSet<Instant>> controls = new LinkedHashMap<>();
    private final ControlHistory standing = new ControlHistory();
    private final Clocks clocks;

    private Topics(Clocks clocks) {
        this.clocks = clocks;
    }

    static Topics read(Path file, Clocks clocks) {
        Topics topics = new Topics(clocks);
        Line.each(file, topics::take);
        return topics;
    }

    private void take(Line line) {
        Instant wall = line.instant("wall");
        Optional<Instant> market = line.optionalInstant("market");
        market.ifPresent(at -> clocks.met(at, wall));
        line.child("value").ifPresent(value -> take(line.text("topic"), line, value, wall, market));
    }

    private void take(String topic, Line line, Line value, Instant wall, Optional<Instant> market) {
        int dot = topic.indexOf('.');
        String tier = dot < 0 ? "" : topic.substring(dot + 1);
        switch (dot < 0 ? topic : topic.substring(0, dot)) {
            case "recommendations" -> {
                Signal signal = Signal.read(value);
                signals.putIfAbsent(signal.id(), signal);
            }
            case "decisions" -> {
                Decision decision = Decision.read(value, wall);
                decisions
                        .computeIfAbsent(key(tier, decision.recommendation()), none -> new ArrayList<>())
                        .add(decision);
            }
            case "orders" -> orderSteps.add(OrderStep.read(tier, value));
            case "positions" -> positionSteps.add(PositionStep.read(tier, value, market));
            case "closed-trades" -> closedTrades.add(Closed.read(tier, value, market));
            case "heartbeats" -> heartbeat(value, wall);
            case "controls" -> {
                controls.computeIfAbsent(line.text("key"), none -> new TreeSet<>())
                        .add(market.orElse(Instant.MIN));
                standing.take(market.orElse(Instant.MIN), value);
            }
            default -> {
                // Other topics carry nothing that is judged.
            }
        }
    }

    private void heartbeat(Line value, Instant wall) {
        boolean acting = value.json().path("acting").asBoolean(false);
        if (acting && value.text("service").equals("position-manager")) {
            exitHeartbeats
                    .computeIfAbsent(value.text("tier"), none -> new TreeSet<>())
                    .add(wall);
        }
    }

    private static String key(String tier, String recommendation) {
        return tier + " " + recommendation;
    }

    Collection<Signal> signals() {
        return signals.values();
    }

    Optional<Signal> signal(String id) {
        return Optional.ofNullable(signals.get(id));
    }

    List<Decision> decisions(String tier, String recommendation) {
        return decisions.getOrDefault(key(tier, recommendation), List.of());
    }

    List<Decision> decisions() {
        return decisions.values().stream().flatMap(List::stream).toList();
    }

    boolean orderEnded(String tier, String recommendation) {
        return orderSteps.stream()
                .anyMatch(step ->
                        step.tier().equals(tier) && step.recommendation().equals(recommendation) && step.ended());
    }

    List<PositionStep> positionSteps() {
        return positionSteps;
    }

    List<PositionStep> positionSteps(Holding holding) {
        return positionSteps.stream()
                .filter(step -> step.tier().equals(holding.tier())
                        && step.contract().equals(holding.symbol())
                        && step.entryReference().equals(holding.entryReference()))
                .toList();
    }

    List<Closed> closedTrades() {
        return closedTrades;
    }

    List<Closed> closedTrades(Holding holding) {
        return closedTrades.stream()
                .filter(closed -> closed.tier().equals(holding.tier())
                        && closed.contract().equals(holding.symbol())
                        && closed.entryReference().equals(holding.entryReference()))
                .toList();
    }

    /** Of each closed trade what was told of it last. */
    static List<Closed> last(List<Closed> told) {
        Map<String, Closed> trades = new LinkedHashMap<>();
        told.forEach(trade -> trades.put(trade.tier() + " " + trade.closeOrderId(), trade));
        return List.copyOf(trades.values());
    }

    /** Whether the account's acting exit loop was heard in so much wall time before. */
    boolean exitLoopHeard(String tier, Instant wall, Duration within) {
        NavigableSet<Instant> beats = exitHeartbeats.getOrDefault(tier, new TreeSet<>());
        Instant last = beats.floor(wall);
        return last != null && !last.isBefore(wall.minus(within));
    }

    ControlHistory controls() {
        return standing;
    }

    /** Whether a person or a script used the controls of this account before. */
    boolean controlled(String tier, Instant at) {
        return List.of(tier, "ALL").stream()
                .anyMatch(key -> controls.getOrDefault(key, new TreeSet<>()).floor(at) != null);
    }
}
