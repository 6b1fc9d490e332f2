package dev.opspipeline.simulation.audit;

import static dev.opspipeline.simulation.audit.Fault.LARGE_TARGET;
import static dev.opspipeline.simulation.audit.Fault.fault;
import static dev.opspipeline.simulation.audit.SyntheticDay.at;
import static dev.opspipeline.simulation.audit.TradedDay.NVDA_CALL;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Closed trades told again: right after the broker took something back, and wrong in every other case. */
class CorrectionFaultsTest {

    private static final String SECOND = LARGE_TARGET.replaceAll("1$", "2");

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource({"correct", "faults"})
    void X17_isFoundAndNamedAndNothingElseAccused(Fault fault) {
        fault.assertFound(directory);
    }

    /** Days on the right side of the boundary. */
    static Stream<Fault> correct() {
        return Stream.of(
                fault("a third of a sale taken back, told again and sold anew", "", day -> {
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 2, "150.00");
                    sellAgain(day, 1);
                    tell(day, SECOND, 1, "75.00");
                }),
                fault("a whole sale taken back, told again and sold anew", "", day -> {
                    takenBack(day, 3);
                    tell(day, LARGE_TARGET, 0, "0.00");
                    sellAgain(day, 3);
                    tell(day, SECOND, 3, "225.00");
                }),
                fault("taken back twice, told three times", "", day -> {
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 2, "150.00");
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 1, "75.00");
                    sellAgain(day, 2);
                    tell(day, SECOND, 2, "150.00");
                }),
                fault("held again at the end of the record", "", day -> {
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 2, "150.00");
                    step(day, "15:00:05", 1, "OPEN");
                }),
                fault("a sale at another price", "", day -> {
                    takenBack(day, 3);
                    TradedDay.watch(day, "15:00:05", NVDA_CALL, "2.10", "2.20", "large");
                    day.fill("15:00:05", "large", LARGE_TARGET, NVDA_CALL, false, 3, "2.10", "2.20");
                    tell(day, LARGE_TARGET, 3, "195.00");
                }));
    }

    static Stream<Fault> faults() {
        return Stream.of(
                fault("told again though nothing was taken back", "closed-once", day -> {
                    day.message("closed-trades.large", NVDA_CALL).put("realizedProfit", "220.00");
                    tell(day, LARGE_TARGET, 3, "225.00");
                }),
                fault(
                        "told again though nothing was taken back, and wrongly",
                        "closed-once realized-profit",
                        day -> tell(day, LARGE_TARGET, 2, "150.00")),
                fault("told more often than something was taken back", "closed-once", day -> {
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 2, "151.00");
                    tell(day, LARGE_TARGET, 2, "150.00");
                    step(day, "15:00:05", 1, "OPEN");
                }),
                fault("told again with nothing changed", "closed-once", day -> {
                    takenBack(day, 1);
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 1, "75.00");
                    tell(day, LARGE_TARGET, 1, "75.00");
                    step(day, "15:00:05", 2, "OPEN");
                }),
                fault("taken back and never told again", "realized-profit", day -> {
                    takenBack(day, 1);
                    step(day, "15:00:05", 1, "OPEN");
                }),
                fault("told again with another profit than the broker's records make", "realized-profit", day -> {
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 2, "150.01");
                    step(day, "15:00:05", 1, "OPEN");
                }),
                fault("told again for more than still stands", "realized-profit", day -> {
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 3, "150.00");
                    step(day, "15:00:05", 1, "OPEN");
                }),
                fault("held again and told closed", "positions-agree", day -> {
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 2, "150.00");
                }),
                fault("sold anew and not told", "closed-once realized-profit", day -> {
                    takenBack(day, 1);
                    tell(day, LARGE_TARGET, 2, "150.00");
                    sellAgain(day, 1);
                }));
    }

    private static void takenBack(SyntheticDay day, int quantity) {
        day.bust("15:00:01", "large", LARGE_TARGET, NVDA_CALL, false, quantity, "2.20");
    }

    private static void tell(SyntheticDay day, String order, int quantity, String profit) {
        ObjectNode trade = day.message("closed-trades.large", NVDA_CALL).deepCopy();
        trade.put("closeOrderId", order).put("quantity", quantity).put("realizedProfit", profit);
        day.topic("closed-trades.large", NVDA_CALL, at("15:00:05"), trade);
    }

    private static void step(SyntheticDay day, String time, int quantity, String state) {
        ObjectNode step = day.message("positions.large", NVDA_CALL).deepCopy();
        step.put("quantity", quantity).put("state", state).put("at", at(time).toString());
        day.topic("positions.large", NVDA_CALL, at(time), step);
    }

    private static void sellAgain(SyntheticDay day, int quantity) {
        step(day, "15:00:05", quantity, "OPEN");
        TradedDay.watch(day, "15:00:10", NVDA_CALL, "2.20", "2.30", "large");
        day.submit("15:00:10", "large", SECOND, NVDA_CALL, false, quantity, "market");
        day.fill("15:00:10", "large", SECOND, NVDA_CALL, false, quantity, "2.20", "2.30");
        step(day, "15:00:10", 0, "CLOSED");
    }
}
