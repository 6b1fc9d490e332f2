package dev.opspipeline.dispatcher.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.dispatcher.Await;
import dev.opspipeline.dispatcher.Journal;
import dev.opspipeline.dispatcher.LimitsInForce;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way of an operator's edit from a store that speaks the real protocol into force. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SsmLimitsTest {

    private static final String LIMITS = "/ops-pipeline/dispatcher_config_large";
    private static final String KILL_SWITCH = "/ops-pipeline/kill_switch";
    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(5);

    private final EventLoop loop = EventLoop.free("limits");
    private final WallTimer timer = new WallTimer();
    private final Accepted accepted = new Accepted();
    private final LimitsInForce limits = new LimitsInForce(Tier.LARGE, accepted);
    private final Store store = store();
    private ParameterStore reader;

    /** A parameter store that the test writes to. */
    interface Store extends AutoCloseable {

        /** Starts it and says where it is. */
        URI start();

        void put(String name, String value);

        /** Out of order from now on, or in order again. */
        void outOfOrder(boolean broken);

        @Override
        void close();
    }

    /** Which store the limits come from. */
    Store store() {
        return new StoreInProcess();
    }

    /** Versions and contracts in the order in which they came into force, and whatever else was said. */
    private static final class Accepted implements Journal {
        private final List<Integer> contracts = new CopyOnWriteArrayList<>();
        private final List<String> audits = new CopyOnWriteArrayList<>();

        @Override
        public void order(OrderRecord step) {
            // none here
        }

        @Override
        public void fill(EntryFill fill) {
            // none here
        }

        @Override
        public void limits(TierLimits limits, String document) {
            contracts.add(limits.maxContractsPerTrade());
        }

        @Override
        public void control(Control control) {
            // not of interest here
        }

        @Override
        public void audit(String event, String detail) {
            audits.add(event);
        }
    }

    @BeforeEach
    void opens() {
        System.setProperty("aws.accessKeyId", "nobody");
        System.setProperty("aws.secretAccessKey", "nothing");
        reader = new ParameterStore("us-west-2", store.start());
        loop.start();
    }

    @AfterEach
    void closes() {
        timer.close();
        loop.close();
        reader.close();
        store.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void aChangedDocumentIsInForceWithinFiveSeconds() {
        write(9);
        watches();
        Await.until("the first document", IN_FORCE_WITHIN, () -> accepted.contracts.equals(List.of(9)));

        write(2);

        Await.until("the lowered limit", IN_FORCE_WITHIN, () -> accepted.contracts.equals(List.of(9, 2)));
    }

    @Test
    void X58_X59_neitherABadDocumentNorAStoreOutOfOrderChangesTheLimits() {
        write(9);
        watches();
        Await.until("the first document", IN_FORCE_WITHIN, () -> accepted.contracts.equals(List.of(9)));

        store.put(LIMITS, "max_contracts_per_trade: 20");
        Await.until("the refusal", IN_FORCE_WITHIN, () -> accepted.audits.contains("config.refused"));
        store.outOfOrder(true);
        assertThat(reader.read(List.of(LIMITS))).isNotInstanceOf(Reply.Answer.class);
        store.outOfOrder(false);
        write(3);

        Await.until("the next good one", IN_FORCE_WITHIN, () -> accepted.contracts.equals(List.of(9, 3)));
    }

    @Test
    void theKillSwitchIsReadWithIt() {
        write(9);
        store.put(KILL_SWITCH, "none");
        watches();
        Await.until("the first document", IN_FORCE_WITHIN, () -> !accepted.contracts.isEmpty());
        assertThat(accepted.audits).doesNotContain("kill_switch");

        store.put(KILL_SWITCH, "halt_entries");

        Await.until("the switch", IN_FORCE_WITHIN, () -> accepted.audits.contains("kill_switch"));
    }

    private void watches() {
        new SsmLimits(reader, limits, loop.wallInlet("lifecycle"), Clock.systemUTC()).start(timer);
    }

    private void write(int contracts) {
        store.put(LIMITS, "{\"account_tier\": \"large\", \"max_contracts_per_trade\": %d}".formatted(contracts));
    }
}
