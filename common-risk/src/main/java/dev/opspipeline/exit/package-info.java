/** When and how a position is closed. */
@NullMarked
package dev.opspipeline.exit;

import org.jspecify.annotations.NullMarked;
