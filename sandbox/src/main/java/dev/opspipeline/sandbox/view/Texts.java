package dev.opspipeline.sandbox.view;

import java.util.ArrayList;
import java.util.List;

/** Fits text into columns. */
final class Texts {

    /** Columns of lines that go to no terminal. */
    static final int WIDTH = 80;

    private Texts() {}

    /** Breaks at spaces so that no line is wider than {@code width}; later lines are indented. Longer words are cut. */
    static List<String> wrap(String text, int width, int indent) {
        int room = Math.max(width, 1);
        String margin = " ".repeat(Math.min(indent, room - 1));
        List<String> lines = new ArrayList<>();
        String rest = text.stripTrailing();
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            // A break inside the margin would never end.
            int at = space > margin.length() && !rest.substring(0, space).isBlank() ? space : room;
            lines.add(rest.substring(0, at).stripTrailing());
            rest = margin + rest.substring(at).strip();
        }
        lines.add(rest);
        return lines;
    }

    /** Cuts what does not fit. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width));
    }
}
