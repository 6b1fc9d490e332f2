package dev.opspipeline.risk;

/** One entry rule: its limit is its only state. */
@FunctionalInterface
public interface RiskGate {

    Verdict check(Proposal proposal);
}
