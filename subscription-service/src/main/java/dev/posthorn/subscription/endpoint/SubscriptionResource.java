package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.SubscriptionId;
import dev.posthorn.foundation.id.TenantId;
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

/** {@code /v1/tenants/{tenant}/endpoints/{endpoint}/subscriptions} */
@Path("/v1/tenants/{tenant}/endpoints/{endpoint}/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Endpoints")
public class SubscriptionResource {

    private static final String NEW_SUBSCRIPTION = """
            {"eventType": "order.*", "channels": ["emea"], "filter": "data.total > 100",
             "transform": "{\\"order\\": data.orderId, \\"total\\": data.total}"}""";

    private static final String ALL_CHANNELS = """
            {"channels": null}""";

    private final Subscriptions subscriptions;

    SubscriptionResource(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @POST
    @Idempotent
    @Access(Permission.MANAGE)
    @APIResponseSchema(value = Subscription.class, responseCode = "201")
    @Operation(
            operationId = "createSubscription",
            summary = "Subscribe an endpoint to events",
            description = "An endpoint receives an event once, however many of its subscriptions want it. The first "
                    + "subscription of an endpoint without any narrows it from all events to those.")
    public RestResponse<Subscription> create(
            @PathParam("tenant") TenantId tenant,
            @PathParam("endpoint") EndpointId endpoint,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            examples = @ExampleObject(name = "orders", value = NEW_SUBSCRIPTION)))
                    @NotNull
                    @Valid
                    SubscriptionOptions subscription) {
        Subscription created = subscriptions.create(tenant, endpoint, subscription);
        String location = "/v1/tenants/" + tenant + "/endpoints/" + endpoint + "/subscriptions/" + created.id();
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .header(HttpHeaders.LOCATION, location)
                .build();
    }

    @GET
    @Access(Permission.READ)
    @Operation(operationId = "listSubscriptions", summary = "List an endpoint's subscriptions, newest first")
    public Page<Subscription> list(
            @PathParam("tenant") TenantId tenant,
            @PathParam("endpoint") EndpointId endpoint,
            @BeanParam PageRequest page) {
        return subscriptions.list(tenant, endpoint, page);
    }

    @GET
    @Path("{subscription}")
    @Access(Permission.READ)
    @Operation(operationId = "getSubscription", summary = "Show a subscription")
    public Subscription get(
            @PathParam("tenant") TenantId tenant,
            @PathParam("endpoint") EndpointId endpoint,
            @PathParam("subscription") SubscriptionId subscription) {
        return subscriptions.get(tenant, endpoint, subscription);
    }

    @PATCH
    @Path("{subscription}")
    @Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "changeSubscription",
            summary = "Change a subscription",
            description = "A JSON merge patch (RFC 7396): what is absent stays, null restores the default.")
    public Subscription change(
            @PathParam("tenant") TenantId tenant,
            @PathParam("endpoint") EndpointId endpoint,
            @PathParam("subscription") SubscriptionId subscription,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = SubscriptionOptions.class),
                                            examples = @ExampleObject(name = "any channel", value = ALL_CHANNELS)))
                    @NotNull
                    ObjectNode patch) {
        return subscriptions.change(tenant, endpoint, subscription, patch);
    }

    @DELETE
    @Path("{subscription}")
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "deleteSubscription",
            summary = "Delete a subscription",
            description = "An endpoint without any receives all events: pause or delete it to receive none.")
    public void delete(
            @PathParam("tenant") TenantId tenant,
            @PathParam("endpoint") EndpointId endpoint,
            @PathParam("subscription") SubscriptionId subscription) {
        subscriptions.delete(tenant, endpoint, subscription);
    }
}
