/**
 * Events: publishing them, and looking them up again.
 *
 * <p>Publishing reads the request as a stream and keeps the payload's bytes; checks type, schema and size; asks routing who
 * wants it; and answers when the ledger has committed.
 *
 * <p>Other ways in have packages of their own ({@code amqp}, {@code outboxsource}, {@code schedule}); all of them go through
 * {@link dev.posthorn.delivery.event.Publishing}.
 */
package dev.posthorn.delivery.event;
