/** What people see of a day: the fold of its topics, a live view for a terminal, plain lines for everything else. */
@NullMarked
package dev.opspipeline.sandbox.view;

import org.jspecify.annotations.NullMarked;
