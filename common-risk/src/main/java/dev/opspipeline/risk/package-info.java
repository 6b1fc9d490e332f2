/** Which recommendations an account may act on, and how large. */
@NullMarked
package dev.opspipeline.risk;

import org.jspecify.annotations.NullMarked;
