package dev.opspipeline.sandbox.view;

/** One line of the screen, built piece by piece; what does not fit is cut. */
final class Row {

    private final StringBuilder built = new StringBuilder();
    private final int width;
    private final boolean colours;
    private int used;

    Row(int width, boolean colours) {
        this.width = width;
        this.colours = colours;
    }

    Row add(String text, Style style) {
        String fitting = Texts.cut(text, width - used);
        built.append(style.on(fitting, colours));
        used += fitting.length();
        return this;
    }

    Row add(String text) {
        return add(text, Style.PLAIN);
    }

    /** Flush right in so many columns. */
    Row right(String text, int columns, Style style) {
        return add(" ".repeat(Math.max(0, columns - text.length()))).add(text, style);
    }

    @Override
    public String toString() {
        return built.toString();
    }
}
