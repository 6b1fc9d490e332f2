/** A parameter store that speaks the cloud's language, in memory. */
@NullMarked
package dev.opspipeline.sandbox.store;

import org.jspecify.annotations.NullMarked;
