package dev.opspipeline.adapters.kafka;

/** A record to write; its topic has one partition. */
public record OutgoingRecord(String topic, String key, String value) {}
