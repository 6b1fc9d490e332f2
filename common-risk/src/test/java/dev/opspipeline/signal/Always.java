package dev.opspipeline.signal;

/** A rule for tests that buys puts at every bar. */
record Always(String name) implements SignalRule {

    Always() {
        this("always7");
    }

    @Override
    public Opinion judge(BarWindow bars, Features features, Sentiment sentiment) {
        return new Opinion.Buy(Action.BUY_PUT, Strategy.DAY, 4.0, new Confidence(1, 1, 1, 1, 1));
    }
}
