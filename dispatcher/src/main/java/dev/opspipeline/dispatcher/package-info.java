/** One account's entries: recommendations in, exactly one decision each, at most one order. */
@NullMarked
package dev.opspipeline.dispatcher;

import org.jspecify.annotations.NullMarked;
