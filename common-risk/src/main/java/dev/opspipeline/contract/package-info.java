/** Which option contract an entry buys. */
@NullMarked
package dev.opspipeline.contract;

import org.jspecify.annotations.NullMarked;
