/** What travels on the topics: names and JSON. */
@NullMarked
package dev.opspipeline.adapters.messages;

import org.jspecify.annotations.NullMarked;
