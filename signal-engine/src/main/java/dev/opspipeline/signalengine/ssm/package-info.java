/** How the tickers to watch come in. */
@NullMarked
package dev.opspipeline.signalengine.ssm;

import org.jspecify.annotations.NullMarked;
