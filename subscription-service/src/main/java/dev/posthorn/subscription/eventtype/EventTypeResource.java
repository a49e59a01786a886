package dev.posthorn.subscription.eventtype;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.foundation.idempotency.Idempotent;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/event-types} */
@Path("/v1/event-types")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Event types", description = "The kinds of events that are published")
public class EventTypeResource {

    private static final String NEW_TYPE = """
            {
              "name": "order.created",
              "description": "A customer placed an order",
              "group": "Orders",
              "schema": {
                "type": "object",
                "properties": {"orderId": {"type": "string"}, "total": {"type": "number"}},
                "required": ["orderId"]
              },
              "samplePayload": {"orderId": "o-1001", "total": 49.90},
              "priority": "normal"
            }""";

    private static final String NEW_PRIORITY = """
            {"priority": "high", "group": null}""";

    private final EventTypes types;

    EventTypeResource(EventTypes types) {
        this.types = types;
    }

    @POST
    @Idempotent
    @Access(Permission.MANAGE)
    @APIResponseSchema(value = EventType.class, responseCode = "201")
    @Operation(
            operationId = "createEventType",
            summary = "Create an event type",
            description = "Names are words of lower-case letters, digits, _ and -, joined by dots. A type that was "
                    + "deleted may be created again.")
    public RestResponse<EventType> create(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            examples = @ExampleObject(name = "order", value = NEW_TYPE)))
                    @NotNull
                    @Valid
                    NewEventType type) {
        EventType created = types.create(type);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .header(HttpHeaders.LOCATION, "/v1/event-types/" + created.name())
                .build();
    }

    @GET
    @Access(value = Permission.READ, anyTenant = true)
    @Operation(
            operationId = "listEventTypes",
            summary = "List event types, newest first",
            description = "Open to the callers of every tenant, who choose what to subscribe to.")
    public Page<EventType> list(@BeanParam PageRequest page) {
        return types.list(page);
    }

    @GET
    @Path("{name}")
    @Access(value = Permission.READ, anyTenant = true)
    @Operation(operationId = "getEventType", summary = "Show an event type")
    public EventType get(@PathParam("name") EventTypeName name) {
        return types.get(name);
    }

    @PATCH
    @Path("{name}")
    @Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "changeEventType",
            summary = "Change an event type",
            description = "A JSON merge patch (RFC 7396): what is absent stays, null restores the default. schema and "
                    + "samplePayload are replaced as a whole.")
    public EventType change(
            @PathParam("name") EventTypeName name,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = EventTypeOptions.class),
                                            examples = @ExampleObject(name = "priority", value = NEW_PRIORITY)))
                    @NotNull
                    ObjectNode patch) {
        return types.change(name, patch);
    }

    @DELETE
    @Path("{name}")
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "deleteEventType",
            summary = "Delete an event type",
            description = "Events of this type are refused from then on. Subscriptions to it stay, and come to life "
                    + "again when the type is created again.")
    public void delete(@PathParam("name") EventTypeName name) {
        types.delete(name);
    }
}
