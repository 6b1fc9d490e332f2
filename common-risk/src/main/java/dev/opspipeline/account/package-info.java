/** One account at the broker: what it holds, what works, and the port through which it is reached. */
@NullMarked
package dev.opspipeline.account;

import org.jspecify.annotations.NullMarked;
