package dev.opspipeline.sandbox.view;

/** How text looks, where colours are wanted. */
enum Style {
    PLAIN(""),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m"),
    GAIN("\u001b[32m"),
    LOSS("\u001b[31m"),
    NOTE("\u001b[36m"),
    ALARM("\u001b[1;31m");

    private static final String RESET = "\u001b[0m";

    private final String begins;

    Style(String begins) {
        this.begins = begins;
    }

    String on(String text, boolean colours) {
        return colours && this != PLAIN && !text.isEmpty() ? begins + text + RESET : text;
    }

    /** Of an amount that is good news when positive. */
    static Style of(int sign) {
        if (sign == 0) {
            return PLAIN;
        }
        return sign > 0 ? GAIN : LOSS;
    }
}
