package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.ledger.BulkResending.Found;
import dev.posthorn.delivery.replay.ReplayWalkRepository.Step;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.EndpointId;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Decides what of a page is sent again. */
@ApplicationScoped
class ReplayWalk {

    private final ReplayWalkRepository repository;
    private final Endpoints endpoints;

    ReplayWalk(ReplayWalkRepository repository, Endpoints endpoints) {
        this.repository = repository;
        this.endpoints = endpoints;
    }

    /**
     * What comes next.
     *
     * @param position what was looked at last
     * @param ended whether there is nothing more
     */
    record Stretch(List<Found> found, UUID position, boolean ended) {}

    /**
     * Walks on until it has looked at a page or found enough.
     *
     * @param page how many events or dead letters to look at, at most
     * @param enough how many deliveries to find, at most
     */
    Stretch next(Connection connection, Replay replay, int page, int enough) throws SQLException {
        List<Step> steps = switch (replay.source()) {
            case EVENTS -> repository.events(connection, replay, page);
            case DEAD_LETTERS -> repository.deadLetters(connection, replay, page);
        };
        // A delivery may have several dead letters; all of them are resolved with the first.
        Map<List<UUID>, Found> found = new LinkedHashMap<>();
        UUID position = replay.walk().position();
        boolean ended = steps.size() < page;
        for (Step step : steps) {
            if (found.size() == enough) {
                ended = false;
                break;
            }
            position = step.position();
            if (step.found() != null && isWanted(replay, step)) {
                found.putIfAbsent(List.of(step.found().eventId(), step.found().endpointId()), step.found());
            }
        }
        return new Stretch(List.copyOf(found.values()), position, ended);
    }

    private boolean isWanted(Replay replay, Step step) {
        if (replay.eventType() != null && !replay.eventType().equals(step.type())) {
            return false;
        }
        Endpoint endpoint = endpoints.find(new EndpointId(step.found().endpointId()));
        if (endpoint == null || endpoint.status() == Endpoint.Status.DISABLED) {
            return false;
        }
        return !step.missing()
                || endpoints.matching(replay.tenantId(), step.type(), step.channels()).stream()
                        .anyMatch(it -> it.id().equals(endpoint.id()));
    }
}
