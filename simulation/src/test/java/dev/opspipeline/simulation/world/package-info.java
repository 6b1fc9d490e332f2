@org.jspecify.annotations.NullMarked
package dev.opspipeline.simulation.world;
