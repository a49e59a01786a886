package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.EndpointId;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes deliveries that the ledger holds under a lease, and makes their attempts. Any thread. */
public interface Deliveries {

    /**
     * What an endpoint has room for.
     *
     * @param deliveries how many may come into memory now
     * @param askAgain when to ask again
     */
    record Room(int deliveries, Instant askAgain) {}

    /**
     * Whether a new delivery may come into memory. An answer of yes takes the room; {@link #take} or {@link #forgo} must
     * follow. After a no it is to be parked.
     */
    boolean admit(AcceptedEvent event, EndpointId endpoint);

    Room roomFor(EndpointId endpoint);

    /** Endpoints that nothing goes to for now, since they do not answer. */
    Set<UUID> broken();

    /** Rate-limited endpoints whose new deliveries are parked, since older ones are: which they are not to overtake. */
    Set<UUID> behind();

    /** Nothing is parked for the endpoint any more. */
    void caughtUp(UUID endpoint);

    /** Whether deliveries that wait on disk may come into memory. */
    boolean hasRoom();

    /** Gives admitted deliveries' room back: the commit failed. */
    void forgo(List<Delivery> deliveries);

    /** Takes admitted deliveries. Never blocks. Each is settled sooner or later, or the lease lost. */
    void take(List<Delivery> deliveries);

    /** The same for deliveries from disk, which were not asked for; those that there is no room for are parked. */
    void load(List<Delivery> deliveries);

    /** The deliveries were settled and left memory. */
    void release(List<Delivery> deliveries);
}
