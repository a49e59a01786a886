package dev.posthorn.delivery.status;

import dev.posthorn.delivery.ledger.Resending;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.idempotency.Idempotent;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Caller;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
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

/** Deliveries and how they stand. */
@Path("/v1/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Deliveries", description = "Where each event stands on its way to each endpoint")
public class DeliveriesResource {

    private final DeliveryRepository deliveries;
    private final Resending resending;
    private final SecurityIdentity identity;

    DeliveriesResource(DeliveryRepository deliveries, Resending resending, SecurityIdentity identity) {
        this.deliveries = deliveries;
        this.resending = resending;
        this.identity = identity;
    }

    @GET
    @Path("deliveries")
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "listDeliveries", summary = "List deliveries, those of the newest events first")
    public Page<DeliveryView> list(
            @PathParam("tenant") String tenant,
            @QueryParam("eventId") String eventId,
            @QueryParam("endpointId") EndpointId endpointId,
            @QueryParam("status") String status,
            @QueryParam("since") Instant since,
            @QueryParam("until") Instant until,
            @BeanParam PageRequest page)
            throws SQLException {
        return deliveries.list(tenant, new DeliveryRepository.Filter(eventId, endpointId, status, since, until), page);
    }

    @POST
    @Idempotent
    @Path("events/{event}/deliveries/{endpoint}/retry")
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "retryDelivery",
            summary = "Try a delivery again now",
            description = "Whatever became of it so far. Should it fail, it is retried on the endpoint's schedule.")
    @APIResponse(responseCode = "202", description = "It is sent at once")
    public RestResponse<Void> retry(
            @PathParam("tenant") String tenant,
            @PathParam("event") String event,
            @PathParam("endpoint") EndpointId endpoint)
            throws SQLException {
        resending.sendAgain(tenant, event, endpoint, Caller.of(identity).name());
        return RestResponse.accepted();
    }
}
