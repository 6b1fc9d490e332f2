/** Whole days, played by the sandbox through the services' own processes and judged by the auditor. */
@NullMarked
package dev.opspipeline.simulation.day;

import org.jspecify.annotations.NullMarked;
