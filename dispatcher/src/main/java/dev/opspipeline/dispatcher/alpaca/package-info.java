/** What only Alpaca can tell: last prices, and the requests that are left. */
@NullMarked
package dev.opspipeline.dispatcher.alpaca;

import org.jspecify.annotations.NullMarked;
