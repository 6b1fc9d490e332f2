/** From one-minute bars to recommendations. */
@NullMarked
package dev.opspipeline.signal;

import org.jspecify.annotations.NullMarked;
