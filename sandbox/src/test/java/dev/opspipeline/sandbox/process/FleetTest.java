package dev.opspipeline.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetTest {

    private static final int SIGTERM = 143;
    private static final int SIGKILL = 137;
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    private Path directory;

    private Path jar;
    private Fleet fleet;

    @BeforeEach
    void assemble() throws IOException {
        jar = directory.resolve("idler.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Idler.class.getName());
        String entry = Idler.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream code = Objects.requireNonNull(Idler.class.getResourceAsStream("Idler.class"))) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
        }
        fleet = new Fleet(
                JAVA,
                directory.resolve("logs"),
                Map.of(
                        "dispatcher-tiny", spec("dispatcher-tiny", Map.of("ACCOUNT_TIER", "tiny")),
                        "dispatcher-large", spec("dispatcher-large", Map.of("MODE", "exit 3")),
                        "signal-engine", spec("signal-engine", Map.of("MODE", "stubborn"))));
    }

    private ServiceSpec spec(String name, Map<String, String> environment) {
        return new ServiceSpec(name, jar, environment);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void anInstanceIsToldItsNameItsSettingsAndNothingElseOfThisMachine() throws Exception {
        String instance = fleet.start("dispatcher-tiny");
        assertThat(instance).isEqualTo("dispatcher-tiny-1");

        assertThat(awaitLine(instance, "waits"))
                .contains("INSTANCE_ID=dispatcher-tiny-1", "ACCOUNT_TIER=tiny")
                .filteredOn(line -> line.contains("="))
                .extracting(line -> line.substring(0, line.indexOf('=')))
                .isSubsetOf("ACCOUNT_TIER", "INSTANCE_ID", "PATH", "HOME", "LANG", "LC_ALL");
    }

    @Test
    void theNewestInstanceIsKilledFirstAndItsKillingIsNoSurprise() throws Exception {
        String first = fleet.start("dispatcher-tiny");
        String second = fleet.start("dispatcher-tiny");
        awaitLine(first, "waits");
        awaitLine(second, "waits");
        assertThat(idlers()).hasSize(2);

        assertThat(fleet.kill("dispatcher-tiny")).contains(second);
        assertThat(idlers()).hasSize(1);
        assertThat(fleet.kill("dispatcher-tiny")).contains(first);
        assertThat(idlers()).isEmpty();
        assertThat(fleet.kill("dispatcher-tiny")).isEmpty();
        assertThat(fleet.exited()).isEmpty();
        assertThat(fleet.start("dispatcher-tiny")).isEqualTo("dispatcher-tiny-3");
    }

    @Test
    void X66_anotherRevisionRunsBesideTheOldOneWhichEndsWhenItIsAskedTo() throws Exception {
        String old = fleet.start("dispatcher-tiny");
        awaitLine(old, "waits");
        fleet.revise("dispatcher-tiny", jar, "r2");
        String next = fleet.start("dispatcher-tiny");

        assertThat(awaitLine(next, "waits")).contains("REVISION=r2", "ACCOUNT_TIER=tiny");
        assertThat(fleet.instances("dispatcher-tiny")).containsExactly(old, next);
        fleet.askToStop(old);
        assertThat(fleet.awaitStopped(old, Duration.ofSeconds(30))).contains(SIGTERM);
        assertThat(fleet.instances("dispatcher-tiny")).containsExactly(next);
        assertThat(fleet.exited()).as("nobody is surprised").isEmpty();
        assertThat(fleet.awaitStopped(old, Duration.ofSeconds(30))).isEmpty();
        assertThat(idlers()).hasSize(1);
    }

    @Test
    void whoDoesNotStopWithinItsTimeIsKilled() throws Exception {
        String stubborn = fleet.start("signal-engine");
        awaitLine(stubborn, "waits");
        fleet.askToStop(stubborn);

        assertThat(fleet.awaitStopped(stubborn, Duration.ofMillis(200))).contains(SIGKILL);
        assertThat(idlers()).isEmpty();
    }

    @Test
    void anInstanceThatEndsByItselfIsReportedWithItsStatus() throws Exception {
        String instance = fleet.start("dispatcher-large");
        awaitLine(instance, "ends");
        while (fleet.exited().isEmpty()) {
            Thread.onSpinWait();
        }

        assertThat(fleet.exited()).isEqualTo(Map.of("dispatcher-large-1", 3));
    }

    @Test
    void closingLeavesNoneBehindNotEvenTheOneThatWillNotStop() throws Exception {
        awaitLine(fleet.start("dispatcher-tiny"), "waits");
        awaitLine(fleet.start("signal-engine"), "waits");
        assertThat(idlers()).hasSize(2);
        fleet.close();

        assertThat(idlers()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> fleet.start("dispatcher-tiny"))
                .withMessage("the fleet is closed");
    }

    @Test
    void onlyWhatIsPlannedCanBeStarted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fleet.start("console"))
                .withMessageStartingWith("no service console: there are [");
    }

    /** The processes this fleet's jar runs in. */
    private List<ProcessHandle> idlers() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .arguments()
                        .flatMap(arguments -> Optional.of(List.of(arguments)))
                        .orElse(List.of())
                        .contains(jar.toString()))
                .toList();
    }

    /** Waits until an instance says a line, and answers all it has said. */
    private List<String> awaitLine(String instance, String line) throws IOException {
        while (true) {
            List<String> said = Files.readAllLines(fleet.log(instance));
            if (said.contains(line)) {
                return said;
            }
            Thread.onSpinWait();
        }
    }
}
