package dev.opspipeline.signalengine;

/** Takes what stands where operators write the tickers to watch. */
public interface OfferedTickers {

    /** @param source where it stands, for the audit: a parameter and its version */
    void offered(String text, String source);

    /** Nothing stands there, or nobody answers; what was taken last stays. */
    void notOffered(String why);
}
