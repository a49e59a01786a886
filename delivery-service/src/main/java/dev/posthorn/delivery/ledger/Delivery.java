package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.EndpointId;

/**
 * An event on its way to an endpoint, in memory, with the attempt that is to be made next.
 *
 * @param number of that attempt, among all of this delivery's, from 1
 * @param step its position in the retry schedule, from 0; a replay begins anew
 * @param batch the lease under which it is held
 */
public record Delivery(
        AcceptedEvent event, EndpointId endpointId, int number, int step, Trigger trigger, LeasedBatch batch) {

    /** Whether it was taken from an ordered lane, whose other deliveries wait for it. */
    public boolean isInLane() {
        return batch instanceof LaneHold;
    }
}
