/** One machine, one command: plays a market day through the real services. */
@NullMarked
package dev.opspipeline.sandbox;

import org.jspecify.annotations.NullMarked;
