/**
 * Sending again as a stored task: all of an endpoint's events since a time, or the dead letters of a filter. A task walks
 * by the ids of events or dead letters, a page in each transaction, and stores in the same one how far it has come. So it
 * goes on after a crash where it was, by whichever instance locks its row, and no delivery is replayed twice by it.
 *
 * <p>It writes no deliveries itself: {@code ledger} makes them due.
 */
package dev.posthorn.delivery.replay;
