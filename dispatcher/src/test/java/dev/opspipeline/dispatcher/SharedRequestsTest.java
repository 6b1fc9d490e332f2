package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharedRequestsTest {

    private final HandMovedClock clock = new HandMovedClock(Signals.NOW);
    private final FakeExchange exchange = new FakeExchange(clock::now);
    private final SharedRequests requests = new SharedRequests(exchange, clock);

    @Test
    void X08_theDispatcherAsksAHundredTimesAMinuteAndNotOnceMore() {
        for (int request = 0; request < SharedRequests.MOST; request++) {
            assertThat(requests.isUsedUp()).isFalse();
            assertThat(requests.account()).isInstanceOf(Reply.Answer.class);
        }

        assertThat(requests.isUsedUp()).isTrue();
        clock.advance(Duration.ofMillis(59_999));
        assertThat(requests.positions()).isInstanceOf(Reply.Unavailable.class);
        assertThat(exchange.requests()).hasSize(SharedRequests.MOST);

        clock.advance(Duration.ofMillis(1));
        assertThat(requests.positions()).isInstanceOf(Reply.Answer.class);
    }
}
