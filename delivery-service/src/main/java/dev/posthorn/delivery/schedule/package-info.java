/**
 * Recurring events: what an operator stored with a cron expression is published whenever its time comes.
 *
 * <pre>
 * begin
 *   lock what is due             one instance gets it, the others pass
 *   publish (a commit of its own) under an id made of the schedule's and the planned time
 *   move next_at on              killed before the commit: it is still due, and the ledger knows the event
 * commit
 * </pre>
 *
 * What fell due while nobody was there is published once, for its earliest planned time, and not once for each time missed.
 */
package dev.posthorn.delivery.schedule;
