package dev.opspipeline.signalengine.ssm;

import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.adapters.ssm.ParameterStore.Parameter;
import dev.opspipeline.signalengine.OfferedTickers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads the tickers to watch from the parameter store, every two seconds (wall time). */
public final class SsmTickers {

    /** Where operators write them. */
    public static final String NAME = "/ops-pipeline/tickers";

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final ParameterStore store;
    private final OfferedTickers tickers;
    private final Inlet inlet;

    /** @param inlet served also while the market stands still */
    public SsmTickers(ParameterStore store, OfferedTickers tickers, Inlet inlet) {
        this.store = store;
        this.tickers = tickers;
        this.inlet = inlet;
    }

    /** Reads again and again, beginning now. */
    public void start(WallTimer timer) {
        read();
        timer.every(PERIOD, this::read);
    }

    private void read() {
        switch (store.read(List.of(NAME))) {
            case Reply.Answer<Map<String, Parameter>>(Map<String, Parameter> found) -> {
                Parameter parameter = found.get(NAME);
                inlet.post(() -> {
                    if (parameter == null) {
                        tickers.notOffered(
                                "parameter %s does not exist: put symbols there, comma separated, as in AAPL,NVDA"
                                        .formatted(NAME));
                    } else {
                        tickers.offered(parameter.value(), "%s version %d".formatted(NAME, parameter.version()));
                    }
                });
            }
            case Reply.Refused<Map<String, Parameter>> refused ->
                inlet.post(() -> tickers.notOffered("parameter store refuses: " + refused.message()));
            case Reply.Unavailable<Map<String, Parameter>>(String why) ->
                inlet.post(() -> tickers.notOffered("parameter store unreachable: " + why));
        }
    }
}
