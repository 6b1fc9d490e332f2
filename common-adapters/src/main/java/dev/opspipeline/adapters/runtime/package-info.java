/** What every service runs on: one thread for one account, market time, wall time, and the sandbox's steps. */
@NullMarked
package dev.opspipeline.adapters.runtime;

import org.jspecify.annotations.NullMarked;
