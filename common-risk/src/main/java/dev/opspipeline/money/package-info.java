/** Exact amounts of dollars and the fractions applied to them. */
@NullMarked
package dev.opspipeline.money;

import org.jspecify.annotations.NullMarked;
