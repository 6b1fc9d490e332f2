package dev.opspipeline.dispatcher;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The fall-backs for a tier without a document of its own; both are closed unless opened.
 *
 * @param allowShared see {@link LimitsPolicy}
 * @param allowTableDefaults see {@link LimitsPolicy}
 */
@ConfigurationProperties("limits")
record LimitsProperties(boolean allowShared, boolean allowTableDefaults) {}
