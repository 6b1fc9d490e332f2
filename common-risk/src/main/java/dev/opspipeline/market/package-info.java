/** What is traded and when: tickers, contracts, bars, quotes, sessions. */
@NullMarked
package dev.opspipeline.market;

import org.jspecify.annotations.NullMarked;
