/** Bars in, recommendations out: keeps the engine warm and fed. */
@NullMarked
package dev.opspipeline.signalengine;

import org.jspecify.annotations.NullMarked;
