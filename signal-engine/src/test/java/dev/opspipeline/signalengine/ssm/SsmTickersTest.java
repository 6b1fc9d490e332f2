package dev.opspipeline.signalengine.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.ssm.ParameterStore.Parameter;
import dev.opspipeline.signalengine.OfferedTickers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SsmTickersTest {

    private static final Reply<Map<String, Parameter>> SLOW = new Reply.Unavailable<>("no whole answer within 2 s");

    private final List<String> told = new ArrayList<>();
    private Reply<Map<String, Parameter>> reply = SLOW;
    private final SsmTickers tickers = new SsmTickers(names -> reply, new Told(), Runnable::run);

    @Test
    void offersWhatStandsThereWithItsVersion() {
        reply = new Reply.Answer<>(
                Map.of(SsmTickers.NAME, new Parameter(SsmTickers.NAME, "AAPL,NVDA", 7, Instant.EPOCH)));
        tickers.read();

        assertThat(told).containsExactly("AAPL,NVDA from /ops-pipeline/tickers version 7");
    }

    @Test
    void saysAtOnceThatNothingStandsThereOrThatItMayNotRead() {
        reply = new Reply.Answer<>(Map.of());
        tickers.read();
        reply = new Reply.Refused<>(400, 400, "not authorized");
        tickers.read();

        assertThat(told)
                .containsExactly(
                        "parameter /ops-pipeline/tickers does not exist: put symbols there, comma separated, as in"
                                + " AAPL,NVDA",
                        "parameter store refuses: not authorized");
    }

    @Test
    void X59_aStoreThatIsSlowForOnceIsNoNewsAndOneThatStaysAwayIs() {
        tickers.read();
        tickers.read();
        reply = new Reply.Answer<>(Map.of(SsmTickers.NAME, new Parameter(SsmTickers.NAME, "AAPL", 1, Instant.EPOCH)));
        tickers.read();
        reply = SLOW;
        tickers.read();
        tickers.read();
        assertThat(told).containsExactly("AAPL from /ops-pipeline/tickers version 1");

        tickers.read();
        assertThat(told).last().isEqualTo("parameter store unreachable: no whole answer within 2 s");
    }

    private final class Told implements OfferedTickers {

        @Override
        public void offered(String text, String source) {
            told.add(text + " from " + source);
        }

        @Override
        public void notOffered(String why) {
            told.add(why);
        }
    }
}
