/** The market of the sandbox: bars of a file, or generated ones, replayed as one trading day, and options priced on them. */
@NullMarked
package dev.opspipeline.sandbox.market;

import org.jspecify.annotations.NullMarked;
