package dev.opspipeline.risk;

/**
 * What one gate found. Facts in, reason out: always with the observed value and the limit, in words an operator reads.
 *
 * @param observed what was seen, as in {@code 0.62} or {@code 2 positions}
 * @param limit what it was held against, as in {@code at least 0.70}
 */
public record Verdict(RefusalCode code, Outcome outcome, String observed, String limit) {

    /** What a gate can find. Only {@code PASSED} lets an entry through. */
    public enum Outcome {
        PASSED,
        REFUSED,
        /** An input was missing: never read as zero, never passed. */
        UNKNOWN,
        /** An earlier refusal made it pointless to fetch what this gate needs. */
        NOT_EVALUATED
    }

    public static Verdict of(RefusalCode code, boolean passed, Object observed, Object limit) {
        return new Verdict(code, passed ? Outcome.PASSED : Outcome.REFUSED, observed.toString(), limit.toString());
    }

    public static Verdict unknown(RefusalCode code, String whatIsMissing, Object limit) {
        return new Verdict(code, Outcome.UNKNOWN, "unknown: " + whatIsMissing, limit.toString());
    }

    public static Verdict notEvaluated(RefusalCode code) {
        return new Verdict(code, Outcome.NOT_EVALUATED, "not evaluated", "an earlier gate refused");
    }

    /** Refused or unknown: each is a reason not to trade. */
    public boolean refuses() {
        return outcome == Outcome.REFUSED || outcome == Outcome.UNKNOWN;
    }

    /** Says that something is not known, not that anything speaks against the trade: the next answer may be another. */
    public boolean isIgnorance() {
        return outcome == Outcome.UNKNOWN || (code == RefusalCode.ACCOUNT_UNKNOWN && refuses());
    }
}
