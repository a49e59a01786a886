package dev.posthorn.delivery.attempt;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.sql.SQLException;
import java.time.Instant;

/** The attempt log. */
@Path("/v1/tenants/{tenant}/attempts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Attempts", description = "Every HTTP request that was made, with what was sent and what came back")
public class AttemptsResource {

    private final AttemptRepository attempts;

    AttemptsResource(AttemptRepository attempts) {
        this.attempts = attempts;
    }

    @GET
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "listAttempts", summary = "List attempts, newest first")
    public Page<AttemptView> list(
            @PathParam("tenant") String tenant,
            @QueryParam("eventId") String eventId,
            @QueryParam("endpointId") EndpointId endpointId,
            @QueryParam("outcome") String outcome,
            @QueryParam("since") Instant since,
            @QueryParam("until") Instant until,
            @BeanParam PageRequest page)
            throws SQLException {
        return attempts.list(tenant, new AttemptRepository.Filter(eventId, endpointId, outcome, since, until), page);
    }

    @GET
    @Path("{attempt}")
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "getAttempt", summary = "Look at an attempt with its request and response")
    public AttemptView get(@PathParam("tenant") String tenant, @PathParam("attempt") AttemptId attempt)
            throws SQLException {
        return attempts.find(tenant, attempt).orElseThrow(() -> ApiException.notFound("attempt"));
    }
}
