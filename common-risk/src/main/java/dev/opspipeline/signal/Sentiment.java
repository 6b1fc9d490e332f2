package dev.opspipeline.signal;

/**
 * What the news says about one ticker.
 *
 * @param polarity -1 (all bad) to +1 (all good)
 * @param articles how many were read; 0 when there is no source
 */
public record Sentiment(double polarity, int articles) {

    /** No news, or nobody to ask: neutral. */
    public static final Sentiment NONE = new Sentiment(0.0, 0);

    public Sentiment {
        if (!(polarity >= -1.0 && polarity <= 1.0)) {
            throw new IllegalArgumentException("polarity must be within -1 to 1, was " + polarity);
        }
        if (articles < 0) {
            throw new IllegalArgumentException("articles must be at least 0, was " + articles);
        }
    }
}
