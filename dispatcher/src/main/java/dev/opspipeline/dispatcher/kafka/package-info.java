/** How recommendations come in and decisions go out. */
@NullMarked
package dev.opspipeline.dispatcher.kafka;

import org.jspecify.annotations.NullMarked;
