package dev.opspipeline.account;

/** Which way an order trades. */
public enum Side {
    BUY,
    SELL
}
