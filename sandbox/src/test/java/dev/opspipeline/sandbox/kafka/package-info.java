@NullMarked
package dev.opspipeline.sandbox.kafka;

import org.jspecify.annotations.NullMarked;
