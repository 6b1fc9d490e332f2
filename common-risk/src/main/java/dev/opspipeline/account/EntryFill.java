package dev.opspipeline.account;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;

/**
 * One execution of an entry with the facts of the decision behind it.
 *
 * @param executionId the broker's id, under which the fill is counted once
 * @param price premium paid, dollars per share
 * @param accountEquityAtEntry equity the size was computed from
 * @param positionSizeUsd outlay the decision allowed for the whole order
 */
public record EntryFill(
        String executionId,
        RecommendationId recommendationId,
        String clientOrderId,
        OptionContract contract,
        int contracts,
        Money price,
        Strategy strategy,
        Instant at,
        Money accountEquityAtEntry,
        Money positionSizeUsd) {}
