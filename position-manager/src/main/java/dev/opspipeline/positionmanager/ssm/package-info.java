/** How the terms of exits come in. */
@NullMarked
package dev.opspipeline.positionmanager.ssm;

import org.jspecify.annotations.NullMarked;
