package dev.posthorn.monitoring.notification;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.contracts.TenantRecord;
import dev.posthorn.monitoring.alert.AlertChanged;
import dev.posthorn.monitoring.alert.AlertChanged.Change;
import dev.posthorn.monitoring.alert.AlertState.Ending;
import dev.posthorn.monitoring.alert.RuleName;
import dev.posthorn.replica.Catalog;

import java.time.Duration;
import java.time.Instant;

/**
 * What there was to say when an alert changed. It is stored with the mail that waits, so that a mail sent later still
 * tells what happened then. Null where the alert has no such thing.
 */
public record AlertFacts(
        String alertId,
        Change change,
        RuleName rule,
        String tenantId,
        String tenantName,
        String endpointId,
        String endpointName,
        String endpointUrl,
        double value,
        double threshold,
        Duration window,
        Instant since,
        Instant at,
        Ending ending,
        long attempts,
        long failures,
        long deliveries,
        String worstOutcome,
        long worstOutcomeCount,
        String worstEndpointName,
        String sample) {

    static AlertFacts of(AlertChanged changed, Catalog catalog) {
        var subject = changed.subject();
        var evidence = changed.evidence();
        TenantRecord tenant = subject.isPlatform() ? null : catalog.tenant(subject.tenantId());
        EndpointRecord endpoint =
                subject.isEndpoint() ? catalog.endpoint(subject.endpointId().toString()) : null;
        return new AlertFacts(
                changed.id().toString(),
                changed.change(),
                changed.rule().name(),
                subject.tenantId(),
                tenant == null || isBlank(tenant.name()) ? subject.tenantId() : tenant.name(),
                subject.isEndpoint() ? subject.endpointId().toString() : null,
                endpoint == null || isBlank(endpoint.name())
                        ? urlOrId(subject.isEndpoint(), endpoint, changed)
                        : endpoint.name(),
                endpoint == null ? null : endpoint.url(),
                changed.value(),
                changed.rule().threshold(),
                changed.rule().window(),
                changed.since(),
                changed.at(),
                changed.ending(),
                evidence.attempts(),
                evidence.failures(),
                evidence.deliveries(),
                evidence.worstOutcome() == null ? null : evidence.worstOutcome().phrase(),
                evidence.worstOutcomeCount(),
                subject.isEndpoint() ? null : evidence.worstEndpointName(),
                evidence.sample());
    }

    private static String urlOrId(boolean isEndpoint, EndpointRecord endpoint, AlertChanged changed) {
        if (!isEndpoint) {
            return null;
        }
        return endpoint == null ? changed.subject().endpointId().toString() : endpoint.url();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
