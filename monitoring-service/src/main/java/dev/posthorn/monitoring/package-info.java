/**
 * monitoring-service: learns of every attempt over AMQP, counts, judges and tells.
 *
 * <pre>
 * posthorn.attempts -> statistics -> alert -> notification -> SMTP
 *                          \-> health
 * </pre>
 *
 * It is never on an event's way: when it is down, deliveries go on, and it counts what happened when it is back.
 */
package dev.posthorn.monitoring;
