package dev.opspipeline.sandbox.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarsFileTest {

    private static final String HEADER = "symbol,time,open,high,low,close,volume\n";
    private static final String GOOD = "AAPL,2026-04-06T13:30:00Z,256.9625,257.5,256.49,256.663,913613\n";

    @TempDir
    Path dir;

    @Test
    void readsABar() throws IOException {
        assertThat(BarsFile.read(file(HEADER + GOOD)))
                .containsExactly(new Bar(
                        "AAPL", Instant.parse("2026-04-06T13:30:00Z"), 256.9625, 257.5, 256.49, 256.663, 913_613));
    }

    @Test
    void readsACompressedFile() throws IOException {
        Path file = dir.resolve("bars.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((HEADER + GOOD).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(BarsFile.read(file)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            row                                        | column | expected
            aapl,2026-04-06T13:31:00Z,10,11,9,10,1     | symbol | one to six capital letters, was 'aapl'
            ,2026-04-06T13:31:00Z,10,11,9,10,1         | symbol | one to six capital letters, was ''
            AAPL,2026-04-06 13:31,10,11,9,10,1         | time   | the minute's start in UTC, as in 2026-04-06T13:30:00Z, was '2026-04-06 13:31'
            AAPL,2026-04-06T13:31:30Z,10,11,9,10,1     | time   | a whole minute, was '2026-04-06T13:31:30Z'
            AAPL,2026-04-06T13:30:00Z,10,11,9,10,1     | time   | one bar per symbol and minute (first in line 2), was '2026-04-06T13:30:00Z'
            AAPL,2026-04-06T13:31:00Z,ten,11,9,10,1    | open   | a price above 0, as in 182.35, was 'ten'
            AAPL,2026-04-06T13:31:00Z,NaN,11,9,10,1    | open   | a price above 0, as in 182.35, was 'NaN'
            AAPL,2026-04-06T13:31:00Z,0.00,11,9,10,1   | open   | a price above 0, as in 182.35, was '0.00'
            AAPL,2026-04-06T13:31:00Z,10,1e1,9,10,1    | high   | a price above 0, as in 182.35, was '1e1'
            AAPL,2026-04-06T13:31:00Z,10,9.99,9,9.5,1  | high   | at least open and close, was '9.99'
            AAPL,2026-04-06T13:31:00Z,9.5,9.99,9,10,1  | high   | at least open and close, was '9.99'
            AAPL,2026-04-06T13:31:00Z,10,11,-9,10,1    | low    | a price above 0, as in 182.35, was '-9'
            AAPL,2026-04-06T13:31:00Z,10,11,10.01,11,1 | low    | at most open and close, was '10.01'
            AAPL,2026-04-06T13:31:00Z,10,11,9,,1       | close  | a price above 0, as in 182.35, was ''
            AAPL,2026-04-06T13:31:00Z,10,11,9,10,-1    | volume | a whole number of shares, 0 or more, was '-1'
            AAPL,2026-04-06T13:31:00Z,10,11,9,10,1.5   | volume | a whole number of shares, 0 or more, was '1.5'
            AAPL,2026-04-06T13:31:00Z,10,11,9,10       | volume | 7 values, was '6 values'
            AAPL,2026-04-06T13:31:00Z,10,11,9,10,1,1   | 8      | 7 values, was '8 values'
            """)
    void refusesABadRowWithLineColumnAndWhatWasExpected(String row, String column, String expected) throws IOException {
        Path file = file(HEADER + GOOD + row + "\n");
        assertThatThrownBy(() -> BarsFile.read(file))
                .isInstanceOf(BarsFileRefused.class)
                .hasMessage("bars.csv, line 3, column " + column + ": expected " + expected);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            row
            AAPL,2026-04-06T13:31:00Z,10,10,9,9.5,0
            AAPL,2026-04-06T13:31:00Z,10,11,10,11,1
            BRK.B,2026-04-06T13:30:00Z,10,10,10,10,1
            """)
    void acceptsRowsOnTheBoundary(String row) throws IOException {
        assertThat(BarsFile.read(file(HEADER + GOOD + row + "\n"))).hasSize(2);
    }

    @Test
    void refusesAnotherHeader() throws IOException {
        Path file = file("symbol,time,open,high,low,close\n" + GOOD);
        assertThatThrownBy(() -> BarsFile.read(file))
                .hasMessage(
                        "bars.csv, line 1, column symbol: expected the header symbol,time,open,high,low,close,volume,"
                                + " was 'symbol,time,open,high,low,close'");
    }

    @Test
    void refusesAFileWithoutBars() throws IOException {
        Path file = file(HEADER);
        assertThatThrownBy(() -> BarsFile.read(file))
                .hasMessageContaining("line 2")
                .hasMessageContaining("one bar");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> BarsFile.read(dir.resolve("none.csv")))
                .isInstanceOf(BarsFileRefused.class)
                .hasMessageContaining("cannot be read");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("bars.csv"), text);
    }
}
