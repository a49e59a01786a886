/**
 * Makes the attempts: deliveries wait in memory for their turn, are signed, sent, and settled with the ledger.
 *
 * <pre>
 * Dispatcher -> Shard (one an event loop; an endpoint always in the same one)
 *                 gates: how many of an endpoint's requests are out, and when the next may go
 *                 lanes: an endpoint's deliveries, by urgency
 *                 turns: which tenant, and which of its lanes, is next
 *               -> WebhookClient (address resolved, checked and pinned; HTTP) -> AttemptJournal
 * </pre>
 *
 * All state of a shard belongs to its event loop's thread, so nothing here locks. No database connection is held.
 */
package dev.posthorn.delivery.dispatch;
