/** Deliveries that were given up and wait for a person, who looks, replays or discards. */
package dev.posthorn.delivery.deadletter;
