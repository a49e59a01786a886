/**
 * What was accepted and what was tried, on disk before anybody is told. Nothing else writes these tables.
 *
 * <pre>
 * accept -> EventJournal    event, dispatch_batch               in one commit with its neighbours
 *                 |
 *              dispatch (from memory)
 *                 |
 * settle -> AttemptJournal  attempt, retry, dead_letter, attempt_news  and the batch's row goes, in one commit
 *
 * Instance       the lease under which this process holds batches in memory
 * OrphanAdoption batches of instances that died       -> dispatch
 * RetryClaims    deliveries whose time has come       -> dispatch
 * LaneClaims     ordered lanes, one after another     -> dispatch
 * AttemptNewsRelay  outcomes by their ids     -> monitoring-service
 * Partitions     a table a day, made ahead, dropped by retention
 * Expunging      payloads that a person wants gone
 * Resending      what a person wants sent again, BulkResending what a replay finds
 * Cancelling     what was not sent yet
 * </pre>
 *
 * Killed at any line, the ledger holds every accepted event, and a batch's row for every delivery that is not settled.
 */
package dev.posthorn.delivery.ledger;
