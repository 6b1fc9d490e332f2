package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong before there is a program that could say so. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScriptsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A checkout in which nothing was built. */
    @TempDir
    private Path checkout;

    @BeforeEach
    void copyScripts() throws IOException {
        Files.createDirectories(checkout.resolve(".mvn"));
        for (String script : List.of("run", "mvnw", ".mvn/jdk.sh")) {
            Files.copy(
                    ROOT.resolve(script), checkout.resolve(script), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** How a command ended, and what it said on standard error. */
    private record Ended(int status, List<String> said) {}

    @Test
    void withoutAJdkItIsSaidHowToGetOne() throws Exception {
        Files.writeString(
                checkout.resolve(".mvn/jdk.sh"), "\njdk_homes() { :; }\n", java.nio.file.StandardOpenOption.APPEND);

        assertSaid(bash("./run"), "No JDK of version 21 or later found: install one");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(checkout.resolve(".run"), "in the way");

        assertSaid(bash("./run"), "./run: cannot write to " + checkout.toRealPath() + "/.run: make it writable");
    }

    @Test
    void aSecondBuildWaitsForTheFirst() throws Exception {
        Files.createDirectories(checkout.resolve(".run"));

        assertSaid(bash("flock .run/build.lock ./run"), "./run: another ./run is building: wait until it is done.");
    }

    @Test
    void withoutMavenItIsSaidHowToGetIt() throws Exception {
        Path tools = Files.createDirectories(checkout.resolve("tools"));
        for (String tool : List.of("bash", "env", "dirname", "readlink", "sed")) {
            Ended found = bash("ln -s \"$(command -v %s)\" %s/".formatted(tool, tools));
            assertThat(found.status()).isZero();
        }

        assertSaid(bash("PATH=%s ./mvnw verify".formatted(tools)), "Maven not found: install Maven 3.8 or later");
    }

    private Ended bash(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", command)
                .directory(checkout.toRealPath().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said.lines().toList());
    }

    private static void assertSaid(Ended ended, String line) {
        assertThat(ended.said()).singleElement().asString().startsWith(line);
        assertThat(ended.status()).isEqualTo(1);
    }
}
