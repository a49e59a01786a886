package dev.posthorn.delivery.ledger;

import java.util.Objects;
import java.util.UUID;

/**
 * Deliveries of an endpoint that go one after another.
 *
 * @param key the ordering key that they share; empty when all of the endpoint's deliveries do
 */
record OrderedLane(UUID endpointId, String key) {

    OrderedLane {
        Objects.requireNonNull(endpointId, "endpoint is missing");
        Objects.requireNonNull(key, "key is missing");
    }
}
