package dev.opspipeline.signal;

/** A trading strategy: a pure function of the last bars, asked once per bar, that remembers nothing itself. */
public interface SignalRule {

    /** Name and version, part of every recommendation's id: 1 to 32 letters, digits or '_'. A changed rule changes it. */
    String name();

    /**
     * Judges the newest bar of one ticker.
     *
     * @param bars the ticker's last bars, the newest included; to be read during the call only
     * @param features what was measured on them
     * @param sentiment what the news says, {@link Sentiment#NONE} without a source
     */
    Opinion judge(BarWindow bars, Features features, Sentiment sentiment);
}
