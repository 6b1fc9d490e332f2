@NullMarked
package dev.opspipeline.sandbox.process;

import org.jspecify.annotations.NullMarked;
