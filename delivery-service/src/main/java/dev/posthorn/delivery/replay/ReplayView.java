package dev.posthorn.delivery.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.delivery.ledger.Replayable;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.ReplayId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/**
 * A replay as the API shows it.
 *
 * @param endpointId null: of all endpoints
 * @param eventType null: of all types
 * @param matched how many deliveries it is about; what changes while it runs is left out
 * @param matchedExactly whether {@code matched} was counted; otherwise it is an estimate, until the replay is completed
 * @param done how many were handed to delivering; what became of each is in the lists of deliveries and attempts
 */
@Schema(name = "Replay")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReplayView(
        ReplayId id,
        EndpointId endpointId,
        List<Replayable> statuses,
        String eventType,
        Instant since,
        Instant until,

        @Schema(enumeration = {"pending", "running", "completed", "cancelled"})
        String status,

        long matched,
        boolean matchedExactly,
        long done,
        Instant createdAt,
        Instant startedAt,
        Instant endedAt) {}
