/** When failed attempts are repeated: a rule that endpoints and event types share. Nothing here retries anything. */
package dev.posthorn.subscription.retry;
