/** How recommendations and holds go out. */
@NullMarked
package dev.opspipeline.signalengine.kafka;

import org.jspecify.annotations.NullMarked;
