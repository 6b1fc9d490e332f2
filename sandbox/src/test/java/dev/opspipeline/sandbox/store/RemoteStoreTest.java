package dev.opspipeline.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteStoreTest {

    private final ParameterStore parameters = new ParameterStore(Clock.systemUTC());
    private final BlockingQueue<ParameterVersion> told = new LinkedBlockingQueue<>();

    @Test
    void tellsItsOwnVersionAndThoseThatOthersWriteLater() throws Exception {
        try (ParameterStoreHttp server = ParameterStoreHttp.start(parameters, 0);
                RemoteStore store = new RemoteStore(URI.create("http://127.0.0.1:" + server.port()), told::add)) {
            store.put("/ops-pipeline/kill_switch", "none");
            parameters.put("/ops-pipeline/kill_switch", "halt_entries");

            assertThat(next())
                    .extracting(ParameterVersion::version, ParameterVersion::value)
                    .containsExactly(1, "none");
            assertThat(next())
                    .extracting(ParameterVersion::version, ParameterVersion::value)
                    .containsExactly(2, "halt_entries");
        }
    }

    @Test
    void saysWhyTheStoreTookNothing() throws Exception {
        try (ParameterStoreHttp server = ParameterStoreHttp.start(parameters, 0);
                RemoteStore store = new RemoteStore(URI.create("http://127.0.0.1:" + server.port()), told::add)) {
            assertThatThrownBy(() -> store.put("/ops-pipeline/x", ""))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("400");
        }
        assertThat(told).isEmpty();
    }

    private ParameterVersion next() throws InterruptedException {
        ParameterVersion version = told.poll(10, TimeUnit.SECONDS);
        assertThat(version).isNotNull();
        return java.util.Objects.requireNonNull(version);
    }
}
