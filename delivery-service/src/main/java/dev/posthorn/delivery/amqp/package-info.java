/**
 * Publishing without HTTP: CloudEvents out of the broker's queue {@code posthorn.events}.
 *
 * <pre>
 * posthorn.events -> EventsReceiver -> AmqpCloudEvents -> Publishing (checks, ledger) -> accepted
 *                                          |  refused
 *                                          v
 *                                   posthorn.events.refused, with the reason
 * </pre>
 *
 * A message is accepted after the ledger's commit. Whatever happens before, the broker has it still, and the event's identity
 * makes the repetition harmless. It never decides what is a good event: {@code event} does.
 */
package dev.posthorn.delivery.amqp;
