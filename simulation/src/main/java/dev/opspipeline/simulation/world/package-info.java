/** A seeded world in one process: an exchange that goes wrong in every known way, and a referee that sees everything. */
@NullMarked
package dev.opspipeline.simulation.world;

import org.jspecify.annotations.NullMarked;
