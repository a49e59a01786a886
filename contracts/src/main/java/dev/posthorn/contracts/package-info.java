/**
 * The messages that travel between Posthorn's services over AMQP 1.0, and the addresses they travel on.
 *
 * <p>This package owns the wire shape and nothing else: records, addresses and each message's identity rule. It never
 * holds entities, behaviour or helpers of a service. Fields are only ever added, and only as optional ones; a change
 * that breaks a reader is a new message consumed beside the old one for one release. The files below {@code golden/}
 * pin the shape: the producer's and the consumer's tests both read them.
 */
package dev.posthorn.contracts;
