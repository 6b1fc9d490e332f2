/** How the limits come in. */
@NullMarked
package dev.opspipeline.dispatcher.ssm;

import org.jspecify.annotations.NullMarked;
