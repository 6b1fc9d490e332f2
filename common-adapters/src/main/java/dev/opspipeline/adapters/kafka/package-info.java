/** The edge to Kafka: publishing without blocking, following topics, committing decisions. */
@NullMarked
package dev.opspipeline.adapters.kafka;

import org.jspecify.annotations.NullMarked;
