/** The rules that hold between the modules: all their plain jars are on this one's class path. */
@NullMarked
package dev.opspipeline.simulation.architecture;

import org.jspecify.annotations.NullMarked;
