package dev.opspipeline.simulation.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class AuditMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aCleanDayExitsWithZeroAndWritesTheReport() throws IOException {
        assertThat(audit(TradedDay.correct())).isZero();
        JsonNode report = SyntheticDay.MAPPER.readTree(Files.readString(directory.resolve("report.json")));
        assertThat(report.at("/tiers/large/realized_pnl").asString()).isEqualTo("-15.00");
        assertThat(report.at("/tiers/tiny/refusals/LOW_CONFIDENCE").asInt()).isEqualTo(2);
        assertThat(report.at("/checks_run/late-exit").asInt()).isEqualTo(3);
        assertThat(report.at("/held_ms/dispatcher-large").asString()).isEqualTo("12");
        assertThat(report.path("violations").isEmpty()).isTrue();
        assertThat(out.toString()).contains("tiny", "large", "END_OF_DAY 1", " 0 violations");
    }

    @Test
    void violationsExitWithThreeAndAreShown() throws IOException {
        SyntheticDay day = TradedDay.correct();
        day.move(Fault.TINY_CLOSE, "19:46:00");
        assertThat(audit(day)).isEqualTo(3);
        assertThat(out.toString()).contains("late-exit [tiny] 2026-04-09T19:46:00Z", "END_OF_DAY due at");
        JsonNode report = SyntheticDay.MAPPER.readTree(Files.readString(directory.resolve("report.json")));
        assertThat(report.at("/tiers/tiny/violations/0/rule").asString()).isEqualTo("late-exit");
        assertThat(report.at("/tiers/large/violations").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            file         | last line                                                                    | complaint
            broker.jsonl | {                                                                            | is not JSON
            broker.jsonl | []                                                                           | is not a JSON object
            broker.jsonl | {"seq":1000}                                                                 | kind is missing
            broker.jsonl | {"seq":1000,"kind":"rumour"}                                                 | unknown kind 'rumour'
            broker.jsonl | {"seq":1,"kind":"quote"}                                                     | seq 1 does not follow
            broker.jsonl | {"seq":1000,"kind":"quote","at":"noon","symbol":"X","bid":"1"}               | at is not an instant: 'noon'
            broker.jsonl | {"seq":1000,"kind":"quote","at":"2026-04-09T20:00:00Z","symbol":"X","bid":"cheap"} | bid is not a number: 'cheap'
            broker.jsonl | {"seq":1000,"kind":"order","at":"2026-04-09T20:00:00Z","account":"huge","order_id":"1","client_order_id":"1","status":"new"} | account 'huge' is not in run.json
            topics.jsonl | {"topic":"recommendations","key":"A","wall":"2026-04-09T20:00:00Z","value":{}} | id is missing
            store.jsonl  | {"wall":"2026-04-09T20:00:00Z","value":"x"}                                  | name is missing
            """)
    void anUnreadableRecordIsOneLineWithFileAndPlace(String file, String last, String complaint) throws IOException {
        Path broken = TradedDay.correct().write(directory).resolve(file);
        List<String> lines = Files.readAllLines(broken);
        Files.writeString(broken, Files.readString(broken) + last + "\n");
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("%s:%d: ".formatted(file, lines.size() + 1))
                .contains(complaint)
                .hasLineCount(1);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("run.json:1: cannot be read: NoSuchFileException");
    }

    private int audit(SyntheticDay day) {
        day.write(directory);
        return run();
    }

    private int run() {
        CommandLine audit =
                AuditMain.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return audit.execute(
                "--record",
                directory.toString(),
                "--report",
                directory.resolve("report.json").toString());
    }
}
