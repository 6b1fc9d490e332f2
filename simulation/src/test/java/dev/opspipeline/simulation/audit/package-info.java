@NullMarked
package dev.opspipeline.simulation.audit;

import org.jspecify.annotations.NullMarked;
