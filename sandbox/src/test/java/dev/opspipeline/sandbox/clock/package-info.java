@NullMarked
package dev.opspipeline.sandbox.clock;

import org.jspecify.annotations.NullMarked;
