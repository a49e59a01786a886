package dev.posthorn.delivery.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.foundation.id.AttemptBatchId;

import java.util.List;

/** Writes outcomes as monitoring-service wants to hear of them. */
final class AttemptNews {

    private AttemptNews() {}

    static byte[] write(List<Attempt> attempts) {
        var batch = new AttemptBatch(
                AttemptBatchId.next().toString(),
                attempts.stream().map(AttemptNews::describe).toList());
        try {
            return ContractsJson.MAPPER.writeValueAsBytes(batch);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A batch of outcomes cannot be written", e);
        }
    }

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
                event.createdAt(),
                attempt.startedAt(),
                attempt.duration(),
                attempt.next().deliveryStatus(),
                attempt.outcome().error());
    }
}
