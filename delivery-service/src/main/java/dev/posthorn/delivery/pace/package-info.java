/**
 * An endpoint's rate limit as a schedule: each of its requests has a slot, and all instances take theirs from one row of the
 * table rate_slot. It knows nothing of deliveries, and sends nothing.
 *
 * <pre>
 * Shard: something waits, no slots left -> SlotReservations (one short statement for all that ask) -> rate_slot
 *        Slots: one request a slot, none before it; a slot that is missed is lost
 * </pre>
 */
package dev.posthorn.delivery.pace;
