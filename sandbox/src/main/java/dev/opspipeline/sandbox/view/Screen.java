package dev.opspipeline.sandbox.view;

import dev.opspipeline.sandbox.view.BoardView.TierRow;
import dev.opspipeline.sandbox.view.Happening.Kind;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays a day out on a terminal of any size: the figures, what was recommended, what was not taken and why, what happened. */
final class Screen {

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("EEE d MMM yyyy  HH:mm:ss", Locale.ENGLISH);
    private static final int BAR = 16;
    private static final int FEWEST_EVENTS = 4;
    /** A terminal as low as this has no room for the hints. */
    private static final int LOW = 22;

    private static final int MOST_RECOMMENDATIONS = 8;
    /** Lines for each account's last refusal when there is room for long ones. */
    private static final int SPACIOUS = 10;

    private static final int INDENT = 22;

    private final List<String> hints;
    private final boolean colours;
    private final boolean unicode;

    /** @param hints lines at the bottom, at most 78 columns wide, as room allows */
    Screen(List<String> hints, boolean colours, boolean unicode) {
        this.hints = List.copyOf(hints);
        this.colours = colours;
        this.unicode = unicode;
    }

    /** Exactly as many lines as there are, none wider than the terminal. */
    List<String> lines(BoardView view, TerminalSize size) {
        int width = size.columns();
        List<String> top = new ArrayList<>();
        top.add(header(view, width));
        top.add(rule(width));
        top.add(heads(width));
        view.tiers().forEach(row -> top.add(figures(row, width)));
        top.add(rule(width));

        List<String> bottom = new ArrayList<>();
        if (!hints.isEmpty() && size.rows() >= LOW) {
            bottom.add(rule(width));
            hints.forEach(hint -> bottom.add(
                    new Row(width, colours).add(" " + hint, Style.DIM).toString()));
        }
        int left = size.rows() - top.size() - bottom.size();
        List<String> refused = refused(view, width, left);
        int recommended = Math.clamp((left - refused.size() - FEWEST_EVENTS) / 3, 0, MOST_RECOMMENDATIONS);
        top.addAll(recommendations(view, width, recommended));
        top.addAll(refused);
        top.addAll(events(view, width, size.rows() - top.size() - bottom.size()));
        while (top.size() + bottom.size() < size.rows()) {
            top.add("");
        }
        top.addAll(bottom);
        return top.subList(0, size.rows());
    }

    private String header(BoardView view, int width) {
        Row row = new Row(width, colours)
                .add(" ops-pipeline ", Style.BOLD)
                .add(DATE_TIME.format(view.now().atZone(Words.NEW_YORK)) + " New York ");
        if (view.percent() >= 0) {
            row.add(bar(view.percent() / 100.0, BAR), Style.NOTE).add(" %d %%".formatted(view.percent()));
        }
        return row.add(String.format(Locale.ROOT, "  %.0fx", view.speed()), Style.DIM)
                .toString();
    }

    private String bar(double part, int columns) {
        int full = (int) Math.round(Math.clamp(part, 0, 1) * columns);
        return (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : ".").repeat(columns - full);
    }

    private String rule(int width) {
        return new Row(width, colours)
                .add((unicode ? "─" : "-").repeat(width), Style.DIM)
                .toString();
    }

    private String heads(int width) {
        return new Row(width, colours)
                .add(" account      equity  today's P/L  positions       exposure  taken  left  closed", Style.DIM)
                .toString();
    }

    private String figures(TierRow row, int width) {
        AccountFigures figures = row.figures();
        int profit = figures == null ? 0 : figures.profit().signum();
        return new Row(width, colours)
                .add(" %-7s".formatted(row.tier()), Style.BOLD)
                .right(Standing.equity(row), 12, Style.PLAIN)
                .right(Standing.profit(row), 13, Style.of(profit))
                .right(Standing.positions(row), 11, Style.PLAIN)
                .right(Standing.exposure(row), 16, Standing.exposed(row) >= 0.8 ? Style.ALARM : Style.PLAIN)
                .right(String.valueOf(row.entries()), 7, Style.PLAIN)
                .right(String.valueOf(row.refused()), 6, Style.PLAIN)
                .right(String.valueOf(row.closed()), 7, Style.PLAIN)
                .toString();
    }

    private List<String> recommendations(BoardView view, int width, int room) {
        List<String> lines = new ArrayList<>();
        String soFar = " Recommended so far: %d".formatted(view.recommended());
        if (room == 1) {
            String last = newest(view.recommendations(), 1).stream()
                    .map(happening -> ", last " + happening.text())
                    .findFirst()
                    .orElse("");
            lines.add(new Row(width, colours).add(soFar + last, Style.DIM).toString());
        } else if (room > 1) {
            lines.add(new Row(width, colours).add(soFar, Style.DIM).toString());
            newest(view.recommendations(), room - 1)
                    .forEach(happening -> lines.add(new Row(width, colours)
                            .add(" %s  %s".formatted(Words.clock(happening.at()), happening.text()))
                            .toString()));
        }
        return lines;
    }

    /** What each account refused last, and why; the beginning of that where there is little room, nothing where there is none. */
    private List<String> refused(BoardView view, int width, int left) {
        int room = left - FEWEST_EVENTS - 1;
        boolean spacious = room >= view.tiers().size() * SPACIOUS;
        List<String> lines = new ArrayList<>();
        for (TierRow row : view.tiers()) {
            Happening refusal = row.refusal();
            if (refusal != null) {
                List<String> told = told(refusal, width);
                lines.addAll(spacious ? told : told.subList(0, 1));
            }
        }
        if (lines.isEmpty() || lines.size() > room) {
            return List.of();
        }
        lines.addFirst(new Row(width, colours)
                .add(" Not taken, and why [what is asked]", Style.DIM)
                .toString());
        return lines;
    }

    private List<String> events(BoardView view, int width, int room) {
        if (room < 2) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        view.events().forEach(event -> lines.addAll(told(event, width)));
        List<String> shown = new ArrayList<>(lines.subList(Math.max(0, lines.size() - (room - 1)), lines.size()));
        shown.addFirst(new Row(width, colours).add(" What happened", Style.DIM).toString());
        return shown;
    }

    private List<String> told(Happening happening, int width) {
        String head = " %s  %-6s  %-7s "
                .formatted(
                        Words.clock(happening.at()),
                        happening.tier(),
                        happening.kind().word());
        List<String> lines = new ArrayList<>();
        for (String line : Texts.wrap(head + happening.text(), width, Math.min(INDENT, width / 3))) {
            lines.add(new Row(width, colours).add(line, style(happening.kind())).toString());
        }
        return lines;
    }

    private static Style style(Kind kind) {
        return switch (kind) {
            case ENTRY, LIMITS -> Style.NOTE;
            case GAIN -> Style.GAIN;
            case LOSS -> Style.LOSS;
            case LIMITS_REFUSED, WARNING -> Style.ALARM;
            case NOTICE -> Style.BOLD;
            case RECOMMENDATION, FILL, REFUSAL -> Style.PLAIN;
        };
    }

    private static List<Happening> newest(List<Happening> all, int count) {
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}
