/** One account's exits: needs the broker, and nothing else, to close what is held. */
@NullMarked
package dev.opspipeline.positionmanager;

import org.jspecify.annotations.NullMarked;
