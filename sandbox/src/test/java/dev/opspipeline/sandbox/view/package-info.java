@NullMarked
package dev.opspipeline.sandbox.view;

import org.jspecify.annotations.NullMarked;
