package dev.opspipeline.sandbox.store;

import java.time.Instant;

/** One version of one parameter, as it was put. */
public record ParameterVersion(
        String name, int version, String type, String value, String description, Instant modifiedAt) {}
