/** The market's clock, moved in steps that wait for everybody. */
@NullMarked
package dev.opspipeline.sandbox.clock;

import org.jspecify.annotations.NullMarked;
