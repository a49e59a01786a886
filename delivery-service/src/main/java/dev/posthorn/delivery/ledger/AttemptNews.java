package dev.posthorn.delivery.ledger;

import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.delivery.ledger.AttemptNewsRepository.Reference;
import dev.posthorn.foundation.id.AttemptBatchId;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * Outcomes that were recorded together, as monitoring-service wants to hear of them: a message in memory, and on disk only
 * the references that lead to the same message again.
 *
 * @param references of the attempts, in the order of the message
 */
record AttemptNews(AttemptBatchId id, List<Reference> references, AttemptBatch message) {

    /** Those of one tenant stand together, so that the row names each tenant once. */
    static AttemptNews of(List<Attempt> attempts) {
        List<Attempt> ordered = attempts.stream()
                .sorted(Comparator.comparing(
                        attempt -> attempt.delivery().event().tenantId()))
                .toList();
        var id = AttemptBatchId.next();
        return new AttemptNews(
                id,
                ordered.stream()
                        .map(attempt -> new Reference(
                                attempt.delivery().event().tenantId(),
                                attempt.id().value()))
                        .toList(),
                new AttemptBatch(
                        id.toString(),
                        ordered.stream().map(AttemptNews::describe).toList()));
    }

    /** As it reads in the tables, too: a batch sent twice must say the same twice. */
    private static dev.posthorn.contracts.Attempt describe(Attempt attempt) {
        AcceptedEvent event = attempt.delivery().event();
        return new dev.posthorn.contracts.Attempt(
                attempt.id().toString(),
                event.tenantId(),
                attempt.delivery().endpointId().toString(),
                event.publicId(),
                event.type(),
                attempt.delivery().number(),
                attempt.delivery().trigger().toString(),
                attempt.outcome().name(),
                attempt.outcome().statusCode(),
                toMicros(event.createdAt()),
                toMicros(attempt.startedAt()),
                toMicros(attempt.duration()),
                attempt.next().deliveryStatus(),
                BinaryCopy.storable(attempt.outcome().error()));
    }

    private static Instant toMicros(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }

    private static Duration toMicros(Duration duration) {
        return duration.truncatedTo(ChronoUnit.MICROS);
    }
}
