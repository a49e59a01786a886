package dev.posthorn.delivery.outboxsource;

import dev.posthorn.delivery.event.Draft;
import dev.posthorn.delivery.event.DraftChecks;
import dev.posthorn.foundation.error.ApiException;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes drafts of rows, with the checks of a request over HTTP. Refusals name the column. */
final class OutboxRowReader {

    private final DraftChecks checks;

    OutboxRowReader(DraftChecks checks) {
        this.checks = checks;
    }

    /** @throws ApiException what is wrong with the row */
    Draft read(OutboxRow row) {
        if (row.tenantId() == null) {
            throw ApiException.missing("tenant_id");
        }
        if (row.type() == null) {
            throw ApiException.missing("type");
        }
        if (row.payload() == null) {
            throw ApiException.missing("payload");
        }
        return new Draft(
                row.type(),
                checks.payload(row.payload().getBytes(StandardCharsets.UTF_8), "payload"),
                row.eventId() == null ? row.id().toString() : checks.id(row.eventId(), "event_id"),
                row.channels() == null ? List.of() : checks.channels(row.channels(), "channels"),
                row.priority() == null ? null : checks.priority(row.priority(), "priority"),
                row.orderingKey() == null ? null : checks.orderingKey(row.orderingKey(), "ordering_key"),
                row.deliverAt() == null ? null : checks.time(row.deliverAt(), "deliver_at"),
                row.region() == null ? null : checks.region(row.region(), "region"));
    }
}
