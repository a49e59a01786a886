package dev.posthorn.delivery.ledger;

import java.util.List;

/** Takes deliveries that the ledger holds under a lease, and makes their attempts. */
public interface Deliveries {

    /**
     * Whether as many fit into memory. An answer of yes takes the room; {@link #take} or {@link #forgo} must follow.
     */
    boolean reserve(List<Delivery> deliveries);

    /** Whether there is any room at all. */
    boolean hasRoom();

    /** Gives reserved room back: the commit failed. */
    void forgo(List<Delivery> deliveries);

    /** Never blocks. Each delivery is settled sooner or later, or the lease lost. */
    void take(List<Delivery> deliveries);

    /** The deliveries were settled and left memory. */
    void release(List<Delivery> deliveries);
}
