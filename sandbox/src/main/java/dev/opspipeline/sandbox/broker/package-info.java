/** A paper broker that speaks the broker's HTTP and WebSocket language, with its own books. */
@NullMarked
package dev.opspipeline.sandbox.broker;

import org.jspecify.annotations.NullMarked;
