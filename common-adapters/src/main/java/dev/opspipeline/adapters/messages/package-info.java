/** What travels on the topics: names, JSON, and the documents operators write. */
@NullMarked
package dev.opspipeline.adapters.messages;

import org.jspecify.annotations.NullMarked;
