package dev.opspipeline.sandbox.market;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads one-minute bars from a csv or csv.gz file; the first row that is not as it should be refuses the whole file. */
public final class BarsFile {

    private static final List<String> COLUMNS = List.of("symbol", "time", "open", "high", "low", "close", "volume");
    private static final String HEADER = String.join(",", COLUMNS);
    private static final int LONGEST_NUMBER = 15;

    private final String name;
    private final Map<String, Instant> minutes = new HashMap<>();
    private final Map<String, Map<Instant, Integer>> seen = new HashMap<>();
    private int line;

    private BarsFile(String name) {
        this.name = name;
    }

    /**
     * All bars, in the file's order.
     *
     * @throws BarsFileRefused when the file can't be read or a row is not as it should be
     */
    public static List<Bar> read(Path file) {
        try (InputStream bytes = open(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            return new BarsFile(String.valueOf(file.getFileName())).parse(lines);
        } catch (IOException e) {
            throw new BarsFileRefused(file + ": cannot be read: " + e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        try {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private List<Bar> parse(BufferedReader lines) throws IOException {
        line = 1;
        String header = lines.readLine();
        if (!HEADER.equals(header)) {
            throw refused("symbol", "the header " + HEADER, header == null ? "" : header);
        }
        List<Bar> bars = new ArrayList<>();
        for (String row = lines.readLine(); row != null; row = lines.readLine()) {
            line++;
            bars.add(bar(row.split(",", -1)));
        }
        if (bars.isEmpty()) {
            line++;
            throw refused("symbol", "at least one bar", "");
        }
        return bars;
    }

    private Bar bar(String[] row) {
        if (row.length != COLUMNS.size()) {
            String column = row.length < COLUMNS.size() ? COLUMNS.get(row.length) : "8";
            throw refused(column, "7 values", row.length + " values");
        }
        Bar bar = new Bar(
                symbol(row[0]),
                minute(row[1]),
                price("open", row[2]),
                price("high", row[3]),
                price("low", row[4]),
                price("close", row[5]),
                volume(row[6]));
        if (bar.high() < Math.max(bar.open(), bar.close())) {
            throw refused("high", "at least open and close", row[3]);
        }
        if (bar.low() > Math.min(bar.open(), bar.close())) {
            throw refused("low", "at most open and close", row[4]);
        }
        Integer earlier =
                seen.computeIfAbsent(bar.ticker(), ticker -> new HashMap<>()).put(bar.start(), line);
        if (earlier != null) {
            throw refused("time", "one bar per symbol and minute (first in line " + earlier + ")", row[1]);
        }
        return bar;
    }

    private String symbol(String text) {
        boolean wellFormed = !text.isEmpty() && text.length() <= 6 && isUpper(text.charAt(0));
        for (int i = 1; wellFormed && i < text.length(); i++) {
            wellFormed = isUpper(text.charAt(i)) || text.charAt(i) == '.';
        }
        if (!wellFormed) {
            throw refused("symbol", "one to six capital letters", text);
        }
        return text;
    }

    private Instant minute(String text) {
        Instant known = minutes.get(text);
        if (known != null) {
            return known;
        }
        Instant time;
        try {
            time = Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw refused("time", "the minute's start in UTC, as in 2026-04-06T13:30:00Z", text);
        }
        if (time.getEpochSecond() % 60 != 0 || time.getNano() != 0) {
            throw refused("time", "a whole minute", text);
        }
        minutes.put(text, time);
        return time;
    }

    private double price(String column, String text) {
        int points = 0;
        boolean wellFormed = isDigit(text, 0) && isDigit(text, text.length() - 1) && text.length() <= LONGEST_NUMBER;
        for (int i = 0; wellFormed && i < text.length(); i++) {
            points += text.charAt(i) == '.' ? 1 : 0;
            wellFormed = points <= 1 && (isDigit(text, i) || text.charAt(i) == '.');
        }
        double price = wellFormed ? Double.parseDouble(text) : 0;
        if (price <= 0) {
            throw refused(column, "a price above 0, as in 182.35", text);
        }
        return price;
    }

    private long volume(String text) {
        boolean wellFormed = !text.isEmpty() && text.length() <= LONGEST_NUMBER;
        for (int i = 0; wellFormed && i < text.length(); i++) {
            wellFormed = isDigit(text, i);
        }
        if (!wellFormed) {
            throw refused("volume", "a whole number of shares, 0 or more", text);
        }
        return Long.parseLong(text);
    }

    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean isUpper(char letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    private BarsFileRefused refused(String column, String expected, String found) {
        return new BarsFileRefused(
                "%s, line %d, column %s: expected %s, was '%s'".formatted(name, line, column, expected, found));
    }
}
