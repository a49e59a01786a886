/**
 * Publishing without a network call: events out of a table in the operator's own PostgreSQL, written in the transaction that
 * they tell of (docs/transactional-outbox.md).
 *
 * <pre>
 * posthorn_outbox (theirs) -> OutboxDrain -> Publishing (checks, ledger) -> the row goes
 *      NOTIFY wakes               |  refused
 *                                 v
 *                          the row stays, with the reason
 * </pre>
 *
 * Killed between the ledger's commit and the row's deletion, the row is read again, and its id tells the ledger that it has
 * the event. Nothing of ours is kept in their database but the reasons.
 */
package dev.posthorn.delivery.outboxsource;
