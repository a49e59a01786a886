package dev.posthorn.delivery.preview;

import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.delivery.routing.ExpressionThreads;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.json.JsonText;
import dev.posthorn.replica.CatalogReplica;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/tenants/{tenant}/endpoints/{endpoint}/preview} */
@Path("/v1/tenants/{tenant}/endpoints/{endpoint}/preview")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Endpoints")
public class PreviewResource {

    private static final String EXAMPLE = """
            {"eventType": "order.created", "payload": {"orderId": "A-1", "total": 120}, "filter": "data.total > 100"}""";

    private final CatalogReplica catalog;
    private final Endpoints endpoints;
    private final ExpressionThreads threads;
    private final Previews previews;

    PreviewResource(CatalogReplica catalog, Endpoints endpoints, ExpressionThreads threads, Previews previews) {
        this.catalog = catalog;
        this.endpoints = endpoints;
        this.threads = threads;
        this.previews = previews;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "previewWebhook",
            summary = "Show what would be sent for an event",
            description =
                    "Nothing is stored or sent. The signature is a real one, which is why this takes the right to "
                            + "manage. A filter or a transformation in the request is tried out instead of a saved one.")
    public Uni<PreviewView> preview(
            @PathParam("tenant") String tenant,
            @PathParam("endpoint") EndpointId id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = PreviewRequest.class),
                                            examples = @ExampleObject(name = "A new filter", value = EXAMPLE)))
                    PreviewRequest request) {
        Endpoint endpoint = endpoints.find(id);
        if (endpoint == null || !endpoint.tenantId().equals(tenant)) {
            throw ApiException.notFound("endpoint");
        }
        PreviewRequest asked = complete(request);
        Endpoint tried = previews.tried(endpoint, asked);
        return Uni.createFrom().completionStage(threads.supply(tenant, () -> previews.of(tried, asked)));
    }

    /** With the event type's sample where no payload was given. */
    private PreviewRequest complete(PreviewRequest request) {
        if (request == null) {
            throw ApiException.malformed("The body must be a JSON object");
        }
        if (request.eventType() == null) {
            throw ApiException.missing("eventType");
        }
        EventTypeRecord type = catalog.current().eventType(request.eventType());
        if (type == null) {
            throw ApiException.invalid("eventType", "There is no such event type");
        }
        if (request.payload() != null) {
            return request;
        }
        if (type.samplePayload() == null) {
            throw ApiException.invalid("payload", "A payload is needed: the event type has no sample");
        }
        return request.with(new JsonText(type.samplePayload()));
    }
}
