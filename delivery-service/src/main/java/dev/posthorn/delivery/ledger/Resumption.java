package dev.posthorn.delivery.ledger;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.replica.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Lets deliveries come at once that wait for a paused endpoint, when it is paused no longer. */
@ApplicationScoped
class Resumption {

    private final Unparking unparking;
    private Set<UUID> paused = Set.of();

    Resumption(Unparking unparking) {
        this.unparking = unparking;
    }

    /** Called by the catalog's thread only. */
    void note(@Observes Catalog catalog) {
        Set<UUID> before = paused;
        paused = catalog.endpoints().stream()
                .filter(endpoint -> "paused".equals(endpoint.status()))
                .map(EndpointRecord::id)
                .map(id -> EndpointId.parse(id).value())
                .collect(Collectors.toUnmodifiableSet());
        before.stream().filter(endpoint -> !paused.contains(endpoint)).forEach(unparking::recovered);
    }
}
