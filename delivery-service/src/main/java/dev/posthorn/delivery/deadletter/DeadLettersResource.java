package dev.posthorn.delivery.deadletter;

import dev.posthorn.delivery.ledger.Resending;
import dev.posthorn.delivery.replay.Replays;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.DeadLetterId;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.sql.SQLException;
import java.time.Instant;

/** The dead letters of a tenant. */
@Path("/v1/tenants/{tenant}/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters", description = "Deliveries that used up their attempts and wait for a person")
public class DeadLettersResource {

    private static final int LONGEST_REASON = 500;
    private static final int MOST_AT_ONCE = 10_000;

    private final DeadLetterRepository deadLetters;
    private final Resending resending;
    private final Replays replays;
    private final SecurityIdentity identity;

    DeadLettersResource(
            DeadLetterRepository deadLetters, Resending resending, Replays replays, SecurityIdentity identity) {
        this.deadLetters = deadLetters;
        this.resending = resending;
        this.replays = replays;
        this.identity = identity;
    }

    /** Why it is discarded; may be left out. */
    public record Discard(String reason) {}

    /** Which dead letters to replay; all of the tenant's where nothing is said. */
    public record ReplayFilter(EndpointId endpointId, String eventType, Instant since, Instant until) {}

    /** @param matched how many deliveries are sent again, or an estimate of many */
    public record StartedReplay(ReplayId replayId, long matched) {}

    /** Which dead letters to discard; all of the tenant's where nothing is said. */
    public record DiscardFilter(EndpointId endpointId, String eventType, Instant since, Instant until, String reason) {}

    @GET
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "listDeadLetters", summary = "List dead letters that wait, newest first")
    public Page<DeadLetterView> list(
            @PathParam("tenant") String tenant,
            @QueryParam("endpointId") EndpointId endpointId,
            @QueryParam("eventType") String eventType,
            @QueryParam("since") Instant since,
            @QueryParam("until") Instant until,
            @BeanParam PageRequest page)
            throws SQLException {
        return deadLetters.list(tenant, new DeadLetterRepository.Filter(endpointId, eventType, since, until), page);
    }

    @GET
    @Path("{deadLetter}")
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "getDeadLetter", summary = "Look at a dead letter")
    public DeadLetterView get(@PathParam("tenant") String tenant, @PathParam("deadLetter") DeadLetterId id)
            throws SQLException {
        return deadLetters.find(tenant, id).orElseThrow(() -> ApiException.notFound("dead letter"));
    }

    @POST
    @Idempotent
    @Path("{deadLetter}/replay")
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "replayDeadLetter",
            summary = "Send a dead letter again",
            description = "It leaves the list. Should it fail, it is retried on the endpoint's schedule anew.")
    @APIResponse(responseCode = "202", description = "It is sent at once")
    public RestResponse<Void> replay(@PathParam("tenant") String tenant, @PathParam("deadLetter") DeadLetterId id)
            throws SQLException {
        resending.replay(tenant, id, Caller.of(identity).name());
        return RestResponse.accepted();
    }

    @POST
    @Idempotent
    @Path("{deadLetter}/discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "discardDeadLetter",
            summary = "Discard a dead letter",
            description = "It leaves the list, and is not sent again.")
    @APIResponse(responseCode = "204", description = "Discarded")
    public RestResponse<Void> discard(
            @PathParam("tenant") String tenant, @PathParam("deadLetter") DeadLetterId id, Discard discard)
            throws SQLException {
        String reason = checked(discard == null ? null : discard.reason());
        resending.discard(tenant, id, reason, Caller.of(identity).name());
        return RestResponse.noContent();
    }

    @POST
    @Idempotent
    @Path("replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Send all dead letters again that a filter matches",
            description = "As a replay with progress. Those of disabled endpoints, and of expunged events, are left.")
    @APIResponse(responseCode = "202", description = "They are sent at a limited rate, after what is fresh")
    public RestResponse<StartedReplay> replayAll(@PathParam("tenant") String tenant, ReplayFilter filter)
            throws SQLException {
        ReplayFilter wanted = filter == null ? new ReplayFilter(null, null, null, null) : filter;
        var started = replays.ofDeadLetters(
                tenant,
                new Resending.Filter(wanted.endpointId(), wanted.eventType(), wanted.since(), wanted.until()),
                Caller.of(identity).name());
        return RestResponse.accepted(new StartedReplay(started.id(), started.matched()));
    }

    @POST
    @Idempotent
    @Path("discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "discardDeadLetters",
            summary = "Discard all dead letters that a filter matches",
            description = "At most 10,000 in one request, oldest first; more says whether some are left.")
    @APIResponse(responseCode = "200", description = "Discarded")
    public RestResponse<Resending.Discarded> discardAll(@PathParam("tenant") String tenant, DiscardFilter filter)
            throws SQLException {
        DiscardFilter unwanted = filter == null ? new DiscardFilter(null, null, null, null, null) : filter;
        return RestResponse.ok(resending.discardAll(
                tenant,
                new Resending.Filter(unwanted.endpointId(), unwanted.eventType(), unwanted.since(), unwanted.until()),
                MOST_AT_ONCE,
                checked(unwanted.reason()),
                Caller.of(identity).name()));
    }

    private static String checked(String reason) {
        if (reason != null && (reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0)) {
            throw ApiException.invalid("reason", "Field reason must have at most " + LONGEST_REASON + " characters");
        }
        return reason;
    }
}
