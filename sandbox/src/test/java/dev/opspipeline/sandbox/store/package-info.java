@NullMarked
package dev.opspipeline.sandbox.store;

import org.jspecify.annotations.NullMarked;
