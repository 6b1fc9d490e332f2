package dev.opspipeline.simulation.audit;

import static dev.opspipeline.simulation.audit.Fault.TSLA_CALL;
import static dev.opspipeline.simulation.audit.Fault.fault;
import static dev.opspipeline.simulation.audit.SyntheticDay.at;
import static dev.opspipeline.simulation.audit.SyntheticDay.json;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class StandingFaultsTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource({"controls", "streaks", "falls", "leans"})
    void isFoundAndNamedAndNothingElseAccused(Fault fault) {
        fault.assertFound(directory);
    }

    private static void say(SyntheticDay day, String time, String scope, String message) {
        day.topic("controls", scope, at(time), json(message));
    }

    private static void state(SyntheticDay day, String time, String scope, String state) {
        say(day, time, scope, """
                {"schema":1,"type":"set_state","scope":"%s","state":"%s","by":"ann","reason":"so"}""".formatted(scope, state));
    }

    /** The large account's second entry is at 16:01. */
    static Stream<Fault> controls() {
        return Stream.of(
                fault("entry while reducing", "entries-open", day -> state(day, "15:30:00", "large", "REDUCING")),
                fault(
                        "entry while everybody is halted",
                        "entries-open",
                        day -> state(day, "15:30:00", "ALL", "HALTED")),
                fault(
                        "entry after a flatten",
                        "entries-open",
                        day -> say(
                                day, "15:30:00", "large", "{\"schema\":1,\"type\":\"flatten\",\"scope\":\"large\"}")),
                fault("entry after the system stopped itself", "entries-open", day -> {
                    say(day, "15:30:00", "large.automatic", """
                            {"schema":1,"type":"automatic_stop","scope":"large"}""");
                    state(day, "15:40:00", "ALL", "ACTIVE");
                }),
                fault("opened again in time", "", day -> {
                    say(day, "15:30:00", "large.automatic", """
                            {"schema":1,"type":"automatic_stop","scope":"large"}""");
                    state(day, "15:31:00", "large", "HALTED");
                    state(day, "15:40:00", "large", "ACTIVE");
                }),
                fault("another account's state", "", day -> state(day, "15:30:00", "tiny", "HALTED")),
                fault("closed just now", "", day -> state(day, "16:00:55", "large", "HALTED")));
    }

    /** The large account was stopped out at 17:00:05. */
    static Stream<Fault> streaks() {
        return Stream.of(
                fault("entry after a streak of stops", "stop-streak", day -> streak(day, "17:59:30")),
                fault("the streak is over", "", day -> streak(day, "18:00:30")));
    }

    private static void streak(SyntheticDay day, String time) {
        day.limit("large", "streak_stops", "1");
        TradedDay.another(day, time, "TSLA", TSLA_CALL);
    }

    /** From its best, after the target was hit, the account falls by the 240 dollars of the stop. */
    static Stream<Fault> falls() {
        return Stream.of(
                fault("F24 entry after the fall", "session-drawdown", day -> fall(day, "240")),
                fault("fallen a cent less than the limit", "", day -> fall(day, "240.01")));
    }

    private static void fall(SyntheticDay day, String stop) {
        day.limit("large", "session_drawdown_stop", stop);
        TradedDay.another(day, "17:30:00", "TSLA", TSLA_CALL);
    }

    /** 70 % of 55,225 dollars are 38,657.50. */
    static Stream<Fault> leans() {
        return Stream.of(
                fault("leans too far", "net-delta", day -> lean(day, "-0.3867", "1000")),
                fault("leans as far as it may", "", day -> lean(day, "-0.3865", "1000")),
                fault("an unknown delta is a whole one", "net-delta", day -> lean(day, "null", "387")),
                fault("a position left out", "net-delta", day -> {
                    TradedDay.another(day, "14:45:00", "TSLA", TSLA_CALL);
                    day.message("decisions.large", "TSLA-144500-CALL-trend1")
                            .withObject("facts")
                            .set("deltas", deltas("0.1", "10"));
                }));
    }

    private static void lean(SyntheticDay day, String delta, String price) {
        day.message("decisions.large", TradedDay.AMD).withObject("facts").set("deltas", deltas(delta, price));
    }

    private static JsonNode deltas(String delta, String price) {
        return SyntheticDay.MAPPER.readTree("""
                [{"instrument":"QQQ260424P00400000","units":1,"delta":%s,"underlyingPrice":"%s"}]""".formatted(delta.equals("null") ? delta : "\"" + delta + "\"", price));
    }
}
