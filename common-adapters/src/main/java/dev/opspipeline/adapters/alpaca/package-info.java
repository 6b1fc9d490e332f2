/** The edge to Alpaca: the only place that knows its addresses, words and wire formats. */
@NullMarked
package dev.opspipeline.adapters.alpaca;

import org.jspecify.annotations.NullMarked;
