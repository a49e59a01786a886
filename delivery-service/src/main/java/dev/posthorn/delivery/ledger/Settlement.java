package dev.posthorn.delivery.ledger;

import java.time.Instant;

/** How a delivery left memory. Until one of these is recorded, its batch's row stays. */
public sealed interface Settlement {

    Delivery delivery();

    /** An attempt was made; what follows from it is in it. */
    record Attempted(Attempt attempt) implements Settlement {

        @Override
        public Delivery delivery() {
            return attempt.delivery();
        }
    }

    /** No attempt now: it waits on disk until then. */
    record Deferred(Delivery delivery, Instant until) implements Settlement {}

    /**
     * No attempt now: it waits on disk for its endpoint.
     *
     * @param lookAgain when the endpoint may take it
     * @param enough the endpoint takes it earlier, once so much waits for it; null for never
     */
    record Parked(Delivery delivery, Instant lookAgain, Enough enough) implements Settlement {

        public Parked(Delivery delivery, Instant lookAgain) {
            this(delivery, lookAgain, null);
        }
    }

    /** What makes a batch of events. One of them is enough. */
    record Enough(int events, long bytes) {}

    /** No attempt any more: it becomes a dead letter for a reason that is not an attempt's. */
    record Abandoned(Delivery delivery, String reason) implements Settlement {}

    /**
     * No attempt now: it needs an order, and takes its place in a lane.
     *
     * @param key of the lane
     */
    record Enlisted(Delivery delivery, String key) implements Settlement {}
}
