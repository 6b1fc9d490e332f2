package dev.opspipeline.exit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects the commands of one event. */
final class Outbox {

    private final List<ExitCommand> commands = new ArrayList<>();

    void add(ExitCommand command) {
        boolean isReading = command instanceof ExitCommand.ReadBroker || command instanceof ExitCommand.ReadActivities;
        if (!isReading || !commands.contains(command)) {
            commands.add(command);
        }
    }

    void alert(String text, ManagedPosition position) {
        alert(text, position, "", "");
    }

    void alert(String text, ManagedPosition position, String key, Object value) {
        Map<String, String> data = new java.util.TreeMap<>(position.describe());
        if (!key.isEmpty()) {
            data.put(key, String.valueOf(value));
        }
        add(new ExitCommand.Alert(text, data));
    }

    /** How many orders are to be sent. */
    long orders() {
        return commands.stream().filter(ExitCommand.Submit.class::isInstance).count();
    }

    List<ExitCommand> commands() {
        return List.copyOf(commands);
    }
}
