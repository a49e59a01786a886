/**
 * Messages that a transaction promises to send. They are appended to the table {@code outbox} in that transaction and
 * leave for the broker afterwards, at least once, however long the broker is away.
 *
 * <p>{@link dev.posthorn.foundation.outbox.Relay} is the way of every such table: a service may have others beside {@code
 * outbox}, whose messages are made only when they are sent. It holds neither a transaction nor a connection while it waits
 * for the broker: it claims rows for a while, sends them, and deletes what the broker has settled. A row whose claim ran
 * out is sent again, so consumers must bear repeats.
 */
package dev.posthorn.foundation.outbox;
