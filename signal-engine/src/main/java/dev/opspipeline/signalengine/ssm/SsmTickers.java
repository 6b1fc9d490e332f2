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
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Reads the tickers to watch from the parameter store, every two seconds (wall time). */
public final class SsmTickers {

    /** Where operators write them. */
    public static final String NAME = "/ops-pipeline/tickers";

    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** A store that is slow for once is no news: so many readings in a row are. */
    static final int WORTH_SAYING = 3;

    private final Function<List<String>, Reply<Map<String, Parameter>>> store;
    private final OfferedTickers tickers;
    private final Executor inlet;
    private int unanswered;

    /** @param inlet served also while the market stands still */
    public SsmTickers(ParameterStore store, OfferedTickers tickers, Inlet inlet) {
        this(store::read, tickers, inlet::post);
    }

    SsmTickers(Function<List<String>, Reply<Map<String, Parameter>>> store, OfferedTickers tickers, Executor inlet) {
        this.store = store;
        this.tickers = tickers;
        this.inlet = inlet;
    }

    /** Reads again and again, beginning now. */
    public void start(WallTimer timer) {
        read();
        timer.every(PERIOD, this::read);
    }

    void read() {
        Reply<Map<String, Parameter>> reply = store.apply(List.of(NAME));
        unanswered = reply instanceof Reply.Unavailable ? unanswered + 1 : 0;
        switch (reply) {
            case Reply.Answer<Map<String, Parameter>>(Map<String, Parameter> found) -> {
                Parameter parameter = found.get(NAME);
                inlet.execute(() -> {
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
                inlet.execute(() -> tickers.notOffered("parameter store refuses: " + refused.message()));
            case Reply.Unavailable<Map<String, Parameter>>(String why) -> {
                if (unanswered >= WORTH_SAYING) {
                    inlet.execute(() -> tickers.notOffered("parameter store unreachable: " + why));
                }
            }
        }
    }
}
