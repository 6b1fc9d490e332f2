/**
 * The independent auditor: judges a day from the broker's facts, the topics and the parameter documents alone. It shares
 * no code with the system it judges.
 */
@NullMarked
package dev.opspipeline.simulation.audit;

import org.jspecify.annotations.NullMarked;
