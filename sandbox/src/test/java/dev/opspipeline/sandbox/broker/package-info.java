@NullMarked
package dev.opspipeline.sandbox.broker;

import org.jspecify.annotations.NullMarked;
