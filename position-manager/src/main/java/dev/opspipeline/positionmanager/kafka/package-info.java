/** How the exits tell what they did, and find again what they last said. */
@NullMarked
package dev.opspipeline.positionmanager.kafka;

import org.jspecify.annotations.NullMarked;
