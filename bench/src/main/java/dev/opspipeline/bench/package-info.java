/** How fast it is, side by side with what else one could use. */
@NullMarked
package dev.opspipeline.bench;

import org.jspecify.annotations.NullMarked;
