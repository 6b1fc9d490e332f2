package dev.opspipeline.simulation.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** One fault to plant in a correct day, and the rules that must name it; no other rule may accuse anything. */
record Fault(String name, Set<String> rules, Consumer<SyntheticDay> planting) {

    static final String TINY_ENTRY = "tiny.d." + TradedDay.NVDA + ".e1";
    static final String LARGE_SWING = "large.s." + TradedDay.AMD + ".e1";
    static final String TINY_CLOSE = TradedDay.closeId("tiny", TradedDay.NVDA, TradedDay.NVDA_CALL);
    static final String LARGE_STOP = TradedDay.closeId("large", TradedDay.AMD, TradedDay.AMD_PUT);
    static final String LARGE_TARGET = TradedDay.closeId("large", TradedDay.NVDA, TradedDay.NVDA_CALL);
    static final String TSLA_CALL = "TSLA260424C00300000";

    /** Rules separated by blanks; none for a day that stays correct. */
    static Fault fault(String name, String rules, Consumer<SyntheticDay> planting) {
        return new Fault(name, rules.isEmpty() ? Set.of() : Set.of(rules.split(" ", -1)), planting);
    }

    void assertFound(Path directory) {
        SyntheticDay day = TradedDay.correct();
        planting.accept(day);
        Report report = Auditor.audit(day.write(directory));
        Set<String> broken = new TreeSet<>();
        report.violations().forEach(violation -> broken.add(violation.rule()));
        assertThat(broken).as("%s", report.violations()).isEqualTo(rules);
    }

    static ObjectNode decision(SyntheticDay day, String tier, String id) {
        return day.message("decisions." + tier, id).withObject("decision");
    }

    static ObjectNode features(SyntheticDay day, String ticker) {
        return day.message("recommendations", ticker).withObject("features");
    }

    @Override
    public String toString() {
        return name;
    }
}
