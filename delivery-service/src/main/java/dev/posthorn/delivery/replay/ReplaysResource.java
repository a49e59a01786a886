package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.ledger.Replayable;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.ReplayId;
import dev.posthorn.foundation.idempotency.Idempotent;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Caller;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Replays: sending an endpoint's events again, as tasks with progress. */
@Path("/v1/tenants/{tenant}/replays")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Replays", description = "Send all of an endpoint's events again since a time")
public class ReplaysResource {

    private static final Set<Replayable> DEFAULT_STATUSES = EnumSet.of(Replayable.DEAD, Replayable.MISSING);

    private final Replays replays;
    private final ReplayRepository repository;
    private final SecurityIdentity identity;

    ReplaysResource(Replays replays, ReplayRepository repository, SecurityIdentity identity) {
        this.replays = replays;
        this.repository = repository;
        this.identity = identity;
    }

    /** What to send again. */
    @Schema(
            name = "NewReplay",
            requiredProperties = {"endpointId", "since"})
    public record NewReplay(
            EndpointId endpointId,

            @Schema(description = "Events published at or after then")
            Instant since,

            @Schema(description = "Events published before then; now if not given")
            Instant until,

            @Schema(
                    description =
                            "succeeded: delivered once; dead: with a dead letter that waits; missing: wanted now, "
                                    + "but published before the endpoint existed or while it was disabled. "
                                    + "dead and missing if not given",
                    enumeration = {"succeeded", "dead", "missing"})
            List<Replayable> statuses) {

        public NewReplay {
            if (endpointId == null) {
                throw ApiException.missing("endpointId");
            }
            if (since == null) {
                throw ApiException.missing("since");
            }
            if (since.isBefore(Instant.EPOCH)) {
                throw ApiException.invalid("since", "Field since must not be before 1970");
            }
            if (until != null && !until.isAfter(since)) {
                throw ApiException.invalid("until", "Field until must be after since");
            }
            if (statuses != null && (statuses.isEmpty() || statuses.contains(null))) {
                throw ApiException.invalid(
                        "statuses", "Field statuses must name at least one of succeeded, dead and missing");
            }
        }

        Set<Replayable> wanted() {
            return statuses == null ? DEFAULT_STATUSES : EnumSet.copyOf(statuses);
        }
    }

    /** @param exact false where there is too much to count, and matched is an estimate */
    public record Estimate(long matched, boolean exact) {}

    @POST
    @Idempotent
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "startReplay",
            summary = "Send an endpoint's events again",
            description =
                    "As a task: GET its id for the progress. It goes on after a crash, rests while the endpoint is "
                            + "paused or disabled, and goes behind what is fresh, at a limited rate. Each delivery's retries "
                            + "begin anew.")
    @APIResponse(responseCode = "202", description = "It is stored, and begins at once")
    public RestResponse<Replays.Started> start(@PathParam("tenant") String tenant, NewReplay wanted)
            throws SQLException {
        NewReplay replay = present(wanted);
        return RestResponse.accepted(replays.ofEndpoint(
                tenant,
                replay.endpointId(),
                replay.since(),
                replay.until(),
                replay.wanted(),
                Caller.of(identity).name()));
    }

    @POST
    @Path("estimate")
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(operationId = "estimateReplay", summary = "Tell what a replay would match, without doing anything")
    public Estimate estimate(@PathParam("tenant") String tenant, NewReplay wanted) throws SQLException {
        NewReplay replay = present(wanted);
        Count count = replays.estimate(tenant, replay.endpointId(), replay.since(), replay.until(), replay.wanted());
        return new Estimate(count.matched(), count.exact());
    }

    private static NewReplay present(NewReplay replay) {
        if (replay == null) {
            throw ApiException.missing("endpointId");
        }
        return replay;
    }

    @GET
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "listReplays", summary = "List replays, newest first")
    public Page<ReplayView> list(@PathParam("tenant") String tenant, @BeanParam PageRequest page) throws SQLException {
        return repository.list(tenant, page);
    }

    @GET
    @Path("{replay}")
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "getReplay", summary = "Look at a replay's progress")
    public ReplayView get(@PathParam("tenant") String tenant, @PathParam("replay") ReplayId id) throws SQLException {
        return replays.find(tenant, id);
    }

    @DELETE
    @Path("{replay}")
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "cancelReplay",
            summary = "Cancel a replay",
            description = "It sends nothing more from now on; what it has handed to delivering is delivered.")
    @APIResponse(responseCode = "204", description = "Cancelled, now or before")
    @APIResponse(responseCode = "409", description = "It is completed")
    public void cancel(@PathParam("tenant") String tenant, @PathParam("replay") ReplayId id) throws SQLException {
        replays.cancel(tenant, id);
    }
}
