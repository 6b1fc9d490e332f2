@NullMarked
package dev.opspipeline.sandbox.market;

import org.jspecify.annotations.NullMarked;
