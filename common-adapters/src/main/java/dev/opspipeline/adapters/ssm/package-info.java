/** The edge to AWS SSM Parameter Store. */
@NullMarked
package dev.opspipeline.adapters.ssm;

import org.jspecify.annotations.NullMarked;
