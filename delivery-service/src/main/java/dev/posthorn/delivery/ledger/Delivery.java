package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.EndpointId;

import java.util.UUID;

/**
 * An event on its way to an endpoint, in memory, with the attempt that is to be made next.
 *
 * @param number of that attempt, among all of this delivery's, from 1
 * @param step its position in the retry schedule, from 0; a replay begins anew
 * @param batch the lease under which it is held
 * @param rendition what the endpoint's filters and transformations made of the event; null when it has none
 * @param group the events that go in one request with it, and go together again when that fails; null for none
 */
public record Delivery(
        AcceptedEvent event,
        EndpointId endpointId,
        int number,
        int step,
        Trigger trigger,
        LeasedBatch batch,
        Rendition rendition,
        UUID group) {

    public Delivery(
            AcceptedEvent event, EndpointId endpointId, int number, int step, Trigger trigger, LeasedBatch batch) {
        this(event, endpointId, number, step, trigger, batch, null, null);
    }

    public Delivery with(Rendition made) {
        return new Delivery(event, endpointId, number, step, trigger, batch, made, group);
    }

    public Delivery inGroup(UUID newGroup) {
        return new Delivery(event, endpointId, number, step, trigger, batch, rendition, newGroup);
    }

    /** Whether it was taken from an ordered lane, whose other deliveries wait for it. */
    public boolean isInLane() {
        return batch instanceof LaneHold;
    }

    /** The event as this endpoint is to see it. */
    public AcceptedEvent sent() {
        return rendition instanceof Rendition.Transformed transformed ? transformed.event() : event;
    }
}
