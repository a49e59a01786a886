/**
 * How each delivery stands, worked out from what the ledger holds of it (no status is stored), and the order to send one
 * again.
 *
 * <pre>
 * waits in retry, nothing tried yet      pending
 * waits in retry, something tried        retrying
 * a dead letter waits for a person       dead
 * otherwise what the last attempt made it: succeeded, retrying (on its way right now) or dead
 * no attempt, a discarded dead letter    dead
 * no attempt, a row of cancellation      cancelled
 * no attempt                             pending
 * </pre>
 */
package dev.posthorn.delivery.status;
