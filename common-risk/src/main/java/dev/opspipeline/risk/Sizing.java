package dev.opspipeline.risk;

import dev.opspipeline.money.Money;
import java.util.List;

/**
 * How a trade's size was found.
 *
 * @param basis dollars the percentages were taken of
 * @param budget dollars before every other cap
 * @param caps all six caps in the order of the rules
 * @param binding what decided: the smallest cap's name, or the contract limit that came after it
 * @param spendable dollars left of the smallest cap after low conviction and a nervous market
 * @param contracts zero is an answer
 */
public record Sizing(
        Money basis, Money budget, List<SizeCaps.Cap> caps, String binding, Money spendable, int contracts) {

    public Sizing {
        caps = List.copyOf(caps);
    }
}
