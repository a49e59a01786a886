package dev.posthorn.monitoring.alert;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.statistics.LatestAttempt;
import dev.posthorn.monitoring.statistics.OutcomeClass;
import dev.posthorn.monitoring.statistics.StatisticsRepository;
import dev.posthorn.monitoring.statistics.StatisticsRepository.Active;
import dev.posthorn.monitoring.statistics.Tally;
import dev.posthorn.replica.CatalogReplica;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Looks for what made a rule's value what it is. Only asked when an alert changes. */
@ApplicationScoped
class EvidenceFinder {

    private final StatisticsRepository statistics;
    private final CatalogReplica catalog;

    EvidenceFinder(StatisticsRepository statistics, CatalogReplica catalog) {
        this.statistics = statistics;
        this.catalog = catalog;
    }

    Evidence find(AlertRule rule, Subject subject, Windows windows) throws SQLException {
        Tally tally = windows.tally(rule.window(), subject).orElse(null);
        if (tally == null) {
            return Evidence.NONE;
        }
        OutcomeClass outcome = worstOutcome(tally);
        Active worst = worstEndpoint(rule.name(), windows.endpointsOf(rule.window(), subject));
        return new Evidence(
                tally.attempts(),
                tally.failures(),
                tally.deliveryTimes().count(),
                outcome,
                outcome == null ? 0 : tally.of(outcome),
                worst == null ? null : worst.endpointId(),
                worst == null ? null : nameOf(worst.endpointId()),
                worst == null
                        ? null
                        : worst.tally()
                                .deliveryTimes()
                                .mean()
                                .map(EvidenceFinder::seconds)
                                .orElse(null),
                outcome == null || worst == null ? null : sample(worst, outcome));
    }

    private static OutcomeClass worstOutcome(Tally tally) {
        return OutcomeClass.FAILURES.stream()
                .filter(outcome -> tally.of(outcome) > 0)
                .max(Comparator.comparingLong(tally::of))
                .orElse(null);
    }

    private static Active worstEndpoint(RuleName rule, List<Active> endpoints) {
        return switch (rule) {
            case SUCCESS_RATE, ENDPOINT_FAILURE_RATE ->
                endpoints.stream()
                        .filter(one -> one.tally().failures() > 0)
                        .max(Comparator.comparingLong(one -> one.tally().failures()))
                        .orElse(null);
            case DELIVERY_TIME ->
                endpoints.stream()
                        .filter(one -> one.tally().deliveryTimes().count() > 0)
                        .max(Comparator.comparing(
                                one -> one.tally().deliveryTimes().mean().orElseThrow()))
                        .orElse(null);
        };
    }

    private String sample(Active endpoint, OutcomeClass outcome) throws SQLException {
        Predicate<LatestAttempt> ofThatKind = attempt -> attempt.outcome() == outcome;
        return statistics
                .latestOf(List.of(endpoint.endpointId()))
                .getOrDefault(endpoint.endpointId(), List.of())
                .stream()
                .filter(ofThatKind)
                .map(LatestAttempt::error)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private String nameOf(EndpointId id) {
        EndpointRecord endpoint = catalog.current().endpoint(id.toString());
        if (endpoint == null) {
            return id.toString();
        }
        return endpoint.name() == null || endpoint.name().isBlank() ? endpoint.url() : endpoint.name();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
