package dev.opspipeline.signal;

/** The factors whose product, clamped to 0..1, is a recommendation's confidence. */
public record Confidence(double base, double volume, double move, double momentum, double sentiment) {

    /** 0..1. */
    public double value() {
        return Math.clamp(base * volume * move * momentum * sentiment, 0.0, 1.0);
    }
}
