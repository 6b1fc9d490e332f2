package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpWordsTest {

    @TempDir
    private Path directory;

    @Test
    void findsWhatADispatcherSaysWhenItStarts() throws IOException {
        Path log = Files.writeString(directory.resolve("dispatcher.log"), """
                2026-11-25T14:13:28Z  INFO 1 --- [dispatcher] [main] d.o.d.DispatcherApplication : Starting DispatcherApplication
                2026-11-25T14:13:28Z  INFO 1 --- [dispatcher] [tiny] d.o.d.StartUpReport : Connected to Alpaca Paper Trading
                2026-11-25T14:13:28Z  INFO 1 --- [dispatcher] [tiny] d.o.d.StartUpReport : - Risk % (day): 15.0%
                2026-11-25T14:13:28Z  INFO 1 --- [dispatcher] [tiny] d.o.d.StartUpReport : Loaded tier-specific config: /ops-pipeline/x
                2026-11-25T14:13:28Z  INFO 1 --- [dispatcher] [tiny] d.o.d.StartUpReport : tiny can buy contracts up to 1.80 (day) and 1.44 (swing)
                2026-11-25T14:13:28Z  INFO 1 --- [dispatcher] [main] d.o.d.DispatcherService : Dispatcher ready
                """);

        assertThat(StartUpWords.all(log))
                .containsExactly(
                        "Connected to Alpaca Paper Trading",
                        "- Risk % (day): 15.0%",
                        "Loaded tier-specific config: /ops-pipeline/x",
                        "tiny can buy contracts up to 1.80 (day) and 1.44 (swing)");
        assertThat(StartUpWords.affordable(log))
                .containsExactly("tiny can buy contracts up to 1.80 (day) and 1.44 (swing)");
        assertThat(StartUpWords.isComplete(log)).isTrue();
    }

    @Test
    void aDispatcherThatSaidNothingYetIsWaitedFor() {
        assertThat(StartUpWords.isComplete(directory.resolve("none.log"))).isFalse();
        assertThat(StartUpWords.all(directory.resolve("none.log"))).isEmpty();
    }
}
