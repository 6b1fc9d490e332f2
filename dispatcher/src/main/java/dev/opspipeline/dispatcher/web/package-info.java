/** What a running dispatcher shows to whoever asks over HTTP. */
@NullMarked
package dev.opspipeline.dispatcher.web;

import org.jspecify.annotations.NullMarked;
