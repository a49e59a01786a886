/**
 * What follows from an attempt: the delivery is complete, is tried again at a certain time, or becomes a dead letter.
 *
 * <p>Rules only: no I/O, no clock of their own, no framework.
 */
package dev.posthorn.delivery.retry;
