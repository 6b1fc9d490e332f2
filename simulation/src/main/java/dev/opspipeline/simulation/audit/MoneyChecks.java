package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Funds;
import dev.opspipeline.simulation.audit.BrokerFact.Statement;
import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Cash and equity: the broker's own figures against the sum of the fills. */
final class MoneyChecks {

    private static final BigDecimal CENT = new BigDecimal("0.01");

    private MoneyChecks() {}

    static List<Check> all() {
        return List.of(new Cash(), new Equity());
    }

    /** Opening cash and all fills make the cash of every later moment, to the cent. */
    record Cash() implements Check {

        @Override
        public String rule() {
            return "cash";
        }

        @Override
        public Matter matter() {
            return Matter.ACCOUNTS;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (fact instanceof Submit submit) {
                Funds funds = submit.funds();
                if (funds != null) {
                    compare(submit.account(), submit.at(), funds.cash(), day, findings);
                }
            }
            if (fact instanceof Statement statement) {
                if (day.ledger(statement.account()).opening() == null) {
                    opening(statement, day, findings);
                } else {
                    compare(statement.account(), statement.at(), statement.cash(), day, findings);
                }
            }
        }

        private static void opening(Statement statement, Day day, Findings findings) {
            findings.checked();
            Run.Account account = day.run().account(statement.account()).orElseThrow();
            if (differ(account.openingEquity(), statement.equity())
                    || !account.number().equals(statement.accountNumber())) {
                findings.violation(
                        statement.account(),
                        statement.at(),
                        statement.accountNumber(),
                        "opened with %s, run.json says %s with %s"
                                .formatted(statement.equity(), account.number(), account.openingEquity()));
            }
            if (differ(statement.equity(), statement.cash())) {
                findings.violation(
                        statement.account(),
                        statement.at(),
                        statement.accountNumber(),
                        "opened with equity %s and cash %s: positions from before the record cannot be judged"
                                .formatted(statement.equity(), statement.cash()));
            }
        }

        private static void compare(String tier, Instant at, BigDecimal stated, Day day, Findings findings) {
            findings.checked();
            BigDecimal summed = day.ledger(tier).cash();
            if (differ(stated, summed)) {
                findings.violation(
                        tier,
                        at,
                        "cash",
                        "broker says %s, the fills make %s".formatted(stated, summed.toPlainString()));
            }
        }

        @Override
        public void finish(Day day, Findings findings) {
            for (Ledger ledger : day.ledgers()) {
                if (ledger.statements() < 2) {
                    findings.violation(
                            ledger.tier(),
                            null,
                            "account",
                            "the record lacks the account's opening or closing figures");
                }
            }
        }
    }

    /** Equity is cash and positions at mid, wherever every position's quote was served at that very instant. */
    record Equity() implements Check {

        @Override
        public String rule() {
            return "equity";
        }

        @Override
        public Matter matter() {
            return Matter.ACCOUNTS;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (fact instanceof Submit submit) {
                Funds funds = submit.funds();
                if (funds != null) {
                    compare(submit.account(), submit.at(), funds.equity(), day, findings);
                }
            }
            if (fact instanceof Statement statement
                    && day.ledger(statement.account()).opening() != null) {
                compare(statement.account(), statement.at(), statement.equity(), day, findings);
            }
        }

        private static void compare(String tier, Instant at, BigDecimal stated, Day day, Findings findings) {
            day.certainEquity(day.ledger(tier)).ifPresent(equity -> {
                findings.checked();
                if (differ(stated, equity)) {
                    findings.violation(
                            tier,
                            at,
                            "equity",
                            "broker says %s, cash and positions at mid make %s"
                                    .formatted(stated, equity.toPlainString()));
                }
            });
        }
    }

    private static boolean differ(BigDecimal one, BigDecimal other) {
        return one.subtract(other).abs().compareTo(CENT) >= 0;
    }
}
