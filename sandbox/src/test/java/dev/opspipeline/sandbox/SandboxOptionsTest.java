package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.opspipeline.sandbox.Disturbances.Deploy;
import dev.opspipeline.sandbox.Disturbances.Kill;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SandboxOptionsTest {

    private static final String HEADER = "symbol,time,open,high,low,close,volume\n";
    /** A minute of Thursday, 9 April 2026. */
    private static final String BAR = "AAPL,2026-04-09T14:00:00Z,256.9,257.5,256.4,256.6,913613\n";

    @TempDir
    private Path directory;

    private Path bars;

    @BeforeEach
    void writeBars() throws IOException {
        bars = Files.writeString(directory.resolve("bars.csv"), HEADER + BAR);
    }

    /** How a command ended. */
    private record Ended(int status, String said) {}

    @Test
    void F53_anUnknownOptionIsRefused() {
        assertMisused(run("--date", "2026-04-09", "--fast"), "Unknown option: '--fast'");
    }

    @Test
    void aWordThatBelongsToNoOptionIsRefused() {
        assertMisused(run("--date", "2026-04-09", "today"), "Unmatched argument at index 4: 'today'");
    }

    @Test
    void barsNeedADateAndWithoutBarsADayIsGenerated() {
        assertMisused(run(), "--date is needed with --bars: which of its days is to be played");
        assertCannotPlay(execute(), "simulation is not built");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            option  | value               | complaint
            --date  | 09.04.2026          | '--date': '09.04.2026' is not a date like 2026-04-09
            --date  | 2026-02-30          | '--date': '2026-02-30' is not a date like 2026-04-09
            --from  | ten                 | '--from': 'ten' is not a time like 10:30
            --until | 24:00               | '--until': '24:00' is not a time like 10:30
            --speed | fast                | '--speed': 'fast' is not a double
            --seed  | 1.5                 | '--seed': '1.5' is not a long
            """)
    void aValueThatCannotBeReadIsRefusedByName(String option, String value, String complaint) {
        String[] arguments = option.equals("--date")
                ? new String[] {option, value}
                : new String[] {"--date", "2026-04-09", option, value};

        assertMisused(run(arguments), "Invalid value for option " + complaint);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            speed, said
            0,     0.0
            -1,    -1.0
            NaN,   NaN
            """)
    void theSpeedMustBeMoreThanNothing(String speed, String said) {
        assertMisused(run("--date", "2026-04-09", "--speed", speed), "--speed must be more than 0, was " + said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            option    | value     | complaint
            --days    | 0         | --days must be 1 to 250, was 0
            --days    | 251       | --days must be 1 to 250, was 251
            --port    | -1        | --port must be 0 to 65533, was -1
            --port    | 65534     | --port must be 0 to 65533, was 65534
            --tiers   | tiny,huge | --tiers: no tier 'huge', there are tiny, small, medium, large
            --tiers   | tiny,tiny | --tiers: tiny is named twice
            --symbols | AAPL,nv   | --symbols: 'nv' is not a stock's symbol like AAPL
            """)
    void aValueThatMakesNoSenseIsRefused(String option, String value, String complaint) {
        assertMisused(run("--date", "2026-04-09", option, value), complaint);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            with,            complaint
            --speed=400,     --speed does not go with --paper
            --seed=2,        --seed does not go with --paper
            --keep-running,  --keep-running does not go with --paper
            --days=2,        --days does not go with --paper
            """)
    void aRealMarketTakesNoOrdersAboutItsTime(String with, String complaint) {
        assertMisused(execute("--paper", with), complaint);
    }

    @ParameterizedTest
    @CsvSource({"--real-money, --real-money", "--account=1, --account"})
    void realMoneyIsNotAskedForByAccident(String with, String option) {
        assertMisused(execute(with), option + " goes with --paper only");
    }

    @Test
    void symbolsMustBeInTheFile() {
        assertCannotPlay(
                run("--date", "2026-04-09", "--symbols", "AAPL,NVDA,MU"), "--symbols: no bars of MU, NVDA in " + bars);
    }

    @Test
    void theLastOfSeveralDaysIsLookedAtBeforeTheFirstIsPlayed() {
        assertCannotPlay(run("--date", "2026-04-09", "--days", "2"), "--date 2026-04-10: no bars of 2026-04-10");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int second = taken.getLocalPort() - 1;
            assertCannotPlay(
                    run("--date", "2026-04-09", "--port", String.valueOf(second)),
                    "port %d is taken (--port %d uses %d to %d)".formatted(second + 1, second, second, second + 2));
        }
    }

    @Test
    void aRecordThatCannotBeWrittenIsNamed() {
        assertCannotPlay(run("--date", "2026-04-09", "--record", bars.toString()), "cannot write to " + bars);
    }

    @Test
    void whyNeedsADayThatWasPlayed() {
        assertCannotPlay(execute("why", "tiny"), "no record of a day at " + directory.resolve(".run/day"));
    }

    @Test
    void barsMustBeAFile() {
        assertMisused(
                execute("--bars", directory.resolve("none.csv").toString(), "--date", "2026-04-09"),
                "--bars: no readable file " + directory.resolve("none.csv"));
        assertMisused(
                execute("--bars", directory.toString(), "--date", "2026-04-09"),
                "--bars: no readable file " + directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            kill                        | complaint
            dispatcher-large            | expected SERVICE@HH:MM[+SECONDS], was 'dispatcher-large'
            @11:00                      | expected SERVICE@HH:MM[+SECONDS], was '@11:00'
            dispatcher-large@           | expected SERVICE@HH:MM[+SECONDS], was 'dispatcher-large@'
            dispatcher-large@11         | expected SERVICE@HH:MM[+SECONDS], was 'dispatcher-large@11'
            dispatcher-large@11:00+     | expected SERVICE@HH:MM[+SECONDS], was 'dispatcher-large@11:00+'
            dispatcher-large@11:00+soon | expected SERVICE@HH:MM[+SECONDS], was 'dispatcher-large@11:00+soon'
            dispatcher-large@11:00+-5   | expected SERVICE@HH:MM[+SECONDS], was 'dispatcher-large@11:00+-5'
            dispatcher-huge@11:00       | no service dispatcher-huge, there are [position-manager-tiny, position-manager-large, dispatcher-tiny, dispatcher-large, signal-engine]
            """)
    void aKillThatCannotBeReadIsRefused(String kill, String complaint) {
        Ended ended = run("--date", "2026-04-09", "--kill", kill);
        assertThat(ended.said()).contains(complaint);
        assertMisused(ended, "--kill: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            deploy                       | complaint
            --deploy tiny                | --deploy: expected TIER@HH:MM, was 'tiny'
            --deploy @11:00              | --deploy: expected TIER@HH:MM, was '@11:00'
            --deploy tiny@               | --deploy: expected TIER@HH:MM, was 'tiny@'
            --deploy tiny@11             | --deploy: expected TIER@HH:MM, was 'tiny@11'
            --deploy tiny@24:00          | --deploy: expected TIER@HH:MM, was 'tiny@24:00'
            --deploy medium@11:00        | --deploy: no account medium, there are [tiny, large]
            --deploy dispatcher-tiny@11:00 | --deploy: no account dispatcher-tiny, there are [tiny, large]
            --deploy tiny@11:00 --deploy tiny@11:00 | --deploy: tiny@11:00 is given twice
            --deploy-from .              | --deploy-from goes with --deploy only
            --deploy tiny@11:00 --deploy-from none | --deploy-from: no none/dispatcher/target/dispatcher.jar
            --deploy tiny@11:00 --free-clock | --deploy does not go with --free-clock
            --deploy tiny@11:00 --paper  | --deploy does not go with --paper
            """)
    void F53_aDeployThatMakesNoSenseIsRefused(String deploy, String complaint) {
        List<String> arguments = new ArrayList<>(List.of(deploy.split(" ")));
        arguments.addAll(List.of("--date", "2026-04-09"));
        assertMisused(
                arguments.contains("--paper")
                        ? execute("--paper", "--deploy", "tiny@11:00")
                        : run(arguments.toArray(String[]::new)),
                complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"09:28", "16:01"})
    void aDeployOutsideThePlayIsRefusedRatherThanForgotten(String at) {
        assertCannotPlay(
                run("--date", "2026-04-09", "--deploy", "large@" + at),
                "--deploy large@%s: the play goes from 09:29 to 16:01".formatted(at));
    }

    @ParameterizedTest
    @ValueSource(strings = {"09:29", "16:00"})
    void aDeployThatCanStillBeFinishedIsPlayed(String at) {
        assertCannotPlay(run("--date", "2026-04-09", "--deploy", "large@" + at), "simulation is not built");
    }

    @Test
    void aDeploySaysWhoWhenAndFromWhere() {
        Path root = Path.of("checkout");
        assertThat(Deploy.parse("tiny@11:00", root)).isEqualTo(new Deploy("tiny", LocalTime.of(11, 0), root));
    }

    @Test
    void aStandbyMustBeOfAServiceThatExists() {
        assertMisused(
                run("--date", "2026-04-09", "--standby", "console"), "--standby: no service console, there are [");
    }

    @Test
    void aPlayMustEndAfterItBegins() {
        assertMisused(
                run("--date", "2026-04-09", "--from", "11:00", "--until", "11:00"),
                "--from 11:00 must be before --until 11:00");
        assertCannotPlay(
                run("--date", "2026-04-09", "--until", "09:29"),
                "--from and --until: the play would begin at 09:29 and end at 09:29");
        assertCannotPlay(
                run("--date", "2026-04-09", "--from", "08:29"), "--from 08:29: a play begins at 08:30 at the earliest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"09:28", "16:02"})
    void aKillOutsideThePlayIsRefusedRatherThanForgotten(String at) {
        assertCannotPlay(
                run("--date", "2026-04-09", "--kill", "signal-engine@" + at),
                "--kill signal-engine@%s: the play goes from 09:29 to 16:01".formatted(at));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            date       | complaint
            2026-04-10 | no bars of 2026-04-10: there are bars from 2026-04-09 to 2026-04-09
            2026-04-11 | the exchange is closed on 2026-04-11
            """)
    void aDayWithoutAMarketCannotBePlayed(String date, String complaint) {
        assertCannotPlay(run("--date", date), "--date %s: %s".formatted(date, complaint));
    }

    @Test
    void aBrokenRowIsNamed() throws IOException {
        Files.writeString(bars, HEADER + BAR + "AAPL,2026-04-09T14:01:00Z,ten,11,9,10,1\n");

        assertCannotPlay(run("--date", "2026-04-09"), "bars.csv");
    }

    @Test
    void servicesThatAreNotBuiltAreSaidToBe() {
        assertCannotPlay(
                run("--date", "2026-04-09"), "simulation is not built: run ./mvnw package, or start with ./run");
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatFailsOnTheWayIsSaidInOneLineToo() throws IOException {
        Files.createDirectories(directory.resolve("simulation/target"));
        Files.writeString(directory.resolve("simulation/target/simulation.jar"), "");
        Files.createDirectories(directory.resolve("deploy/parameters"));
        for (String tier : List.of("tiny", "large")) {
            Files.copy(LimitDocuments.file(Path.of(".."), tier), LimitDocuments.file(directory, tier));
        }

        assertCannotPlay(run("--date", "2026-04-09"), "position-manager is not built");
    }

    @Test
    void helpExplainsEveryOptionAndTheExitStatus() {
        CommandLine command = Sandbox.commandLine();
        String help = command.getUsageMessage();

        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty())
                .allSatisfy(option -> assertThat(help).contains(option.longestName()));
        assertThat(help).contains("Exit status: 0").doesNotContain("${");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            text,                        service,          seconds
            dispatcher-large@11:00,      dispatcher-large, 0
            dispatcher-large@11:00+0,    dispatcher-large, 0
            position-manager-tiny@11:00+90, position-manager-tiny, 90
            """)
    void aKillSaysWhoWhenAndForHowLong(String text, String service, long seconds) {
        assertThat(Kill.parse(text)).isEqualTo(new Kill(service, LocalTime.of(11, 0), Duration.ofSeconds(seconds)));
    }

    @Test
    void aKillWithoutATimeIsNoKill() {
        assertThatIllegalArgumentException().isThrownBy(() -> Kill.parse("dispatcher-large"));
    }

    private Ended run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--bars", bars.toString()));
        all.addAll(List.of(arguments));
        return execute(all.toArray(String[]::new));
    }

    private Ended execute(String... arguments) {
        String before = System.getProperty("project.root", ".");
        // Nothing is built there.
        System.setProperty("project.root", directory.toString());
        try {
            StringWriter said = new StringWriter();
            int status = Sandbox.commandLine().setErr(new PrintWriter(said)).execute(arguments);
            return new Ended(status, said.toString());
        } finally {
            System.setProperty("project.root", before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            options                                                         | complaint
            --kafka kafka:9092                                              | --kafka and --store go together
            --store http://store:4566                                       | --kafka and --store go together
            --kafka kafka --store http://store:4566                         | --kafka must be host:port, was 'kafka'
            --kafka kafka:9092 --store store:4566                           | --store must be http://host:port, was 'store:4566'
            --kafka kafka:9092 --store http://store:4566 --free-clock       | --kafka and --store do not go with --free-clock
            --kafka kafka:9092 --store http://store:4566 --deploy tiny@11:00 | --kafka and --store do not go with --free-clock
            --kafka kafka:9092 --store http://store:4566 --days 2           | --kafka and --store do not go with --free-clock
            --leave-out dispatcher                                          | --leave-out: no service dispatcher, there are [position-manager-tiny,
            --leave-out dispatcher-medium                                   | --leave-out: no service dispatcher-medium, there are [position-manager-tiny,
            --leave-out dispatcher-tiny --free-clock                        | --leave-out does not go with --free-clock
            --leave-out dispatcher-tiny --kill dispatcher-large@11:00       | --leave-out does not go with --free-clock
            --leave-out dispatcher-tiny --days 2                            | --leave-out does not go with --free-clock
            --leave-out dispatcher-tiny --kafka kafka:9092 --store http://store:4566 | --leave-out does not go with --free-clock
            """)
    void whatOthersStartIsNamedWhole(String options, String complaint) {
        assertMisused(run(("--date 2026-04-09 " + options).split(" ")), complaint);
    }

    private static void assertMisused(Ended ended, String complaint) {
        assertOneLine(ended, Sandbox.MISUSED, complaint);
    }

    private static void assertCannotPlay(Ended ended, String complaint) {
        assertOneLine(ended, Sandbox.FAILED, complaint);
    }

    private static void assertOneLine(Ended ended, int status, String complaint) {
        assertThat(ended.said().lines()).singleElement().asString().startsWith("./run: " + complaint);
        assertThat(ended.status()).isEqualTo(status);
    }
}
