package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.sandbox.process.ServiceSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOutTest {

    @TempDir
    private Path directory;

    @Test
    void aShellCanReadWhatTheServiceMustBeTold() throws Exception {
        var spec = new ServiceSpec(
                "dispatcher-tiny",
                Path.of("dispatcher.jar"),
                Map.of("ACCOUNT_TIER", "tiny", "MARKET_CLOCK", "stepped;address=127.0.0.1:4711"));

        List<String> said = new LeftOut(List.of("dispatcher-tiny")).invite(Map.of("dispatcher-tiny", spec), directory);

        Path file = directory.resolve("dispatcher-tiny.env");
        assertThat(said).containsExactly("dispatcher-tiny is yours to start, with the environment in " + file);
        assertThat(sourced(file, "$ACCOUNT_TIER $MARKET_CLOCK $INSTANCE_ID"))
                .isEqualTo("tiny stepped;address=127.0.0.1:4711 dispatcher-tiny-by-hand");
    }

    private static String sourced(Path file, String words) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(
                        "sh", "-c", "set -a; . \"$0\"; sh -c 'echo \"%s\"'".formatted(words), file.toString())
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return said.strip();
    }
}
