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
import java.util.Set;
import java.util.UUID;

/** Decides what of a page is sent again. */
@ApplicationScoped
class ReplayWalk {

    private static final int MOST_ASKED = 100;

    private final ReplayWalkRepository repository;
    private final ReplayFilters filters;
    private final Endpoints endpoints;

    ReplayWalk(ReplayWalkRepository repository, ReplayFilters filters, Endpoints endpoints) {
        this.repository = repository;
        this.filters = filters;
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
     * Walks on until it has looked at a page or found enough. It looks at little first, and at more when it finds little.
     *
     * @param page how many events or dead letters to look at, at most
     * @param enough how many deliveries to find, at most
     */
    Stretch next(Connection connection, Replay replay, int page, int enough) throws SQLException {
        // A delivery may have several dead letters; all of them are resolved with the first.
        Map<List<UUID>, Found> found = new LinkedHashMap<>();
        Replay now = replay;
        int left = Math.min(page, mostAsked(replay));
        int look = Math.min(left, enough);
        while (left > 0 && found.size() < enough) {
            List<Step> steps = read(connection, now, look);
            Set<UUID> refused = refused(connection, replay, steps);
            for (Step step : steps) {
                if (found.size() == enough) {
                    return new Stretch(List.copyOf(found.values()), now.walk().position(), false);
                }
                now = now.at(step.position());
                if (step.found() != null
                        && isWanted(replay, step)
                        && !refused.contains(step.found().eventId())) {
                    found.putIfAbsent(
                            List.of(step.found().eventId(), step.found().endpointId()), step.found());
                }
            }
            if (steps.size() < look) {
                return new Stretch(List.copyOf(found.values()), now.walk().position(), true);
            }
            left -= look;
            look = Math.min(left, look * 2);
        }
        return new Stretch(List.copyOf(found.values()), now.walk().position(), false);
    }

    /** Filters are asked while a transaction waits. */
    private int mostAsked(Replay replay) {
        return hasFilters(replay) ? MOST_ASKED : Integer.MAX_VALUE;
    }

    private boolean hasFilters(Replay replay) {
        Endpoint endpoint = replay.endpointId() == null ? null : endpoints.find(replay.endpointId());
        return endpoint != null && endpoint.hasFilters();
    }

    private Set<UUID> refused(Connection connection, Replay replay, List<Step> steps) throws SQLException {
        if (!hasFilters(replay)) {
            return Set.of();
        }
        List<UUID> missing = steps.stream()
                .filter(step -> step.missing() && step.found() != null && isWanted(replay, step))
                .map(step -> step.found().eventId())
                .toList();
        return missing.isEmpty()
                ? Set.of()
                : filters.refused(connection, replay.tenantId(), replay.endpointId(), missing);
    }

    private List<Step> read(Connection connection, Replay replay, int limit) throws SQLException {
        return switch (replay.source()) {
            case EVENTS -> repository.events(connection, replay, limit);
            case DEAD_LETTERS -> repository.deadLetters(connection, replay, limit);
        };
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
