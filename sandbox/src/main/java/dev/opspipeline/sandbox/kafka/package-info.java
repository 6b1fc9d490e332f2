/** The sandbox's Kafka: one real broker in this process, and a tap on every topic. */
@NullMarked
package dev.opspipeline.sandbox.kafka;

import org.jspecify.annotations.NullMarked;
