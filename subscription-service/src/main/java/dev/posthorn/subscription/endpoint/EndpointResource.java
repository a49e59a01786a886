package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.idempotency.Idempotent;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Caller;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.security.identity.SecurityIdentity;
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

/** {@code /v1/tenants/{tenant}/endpoints} */
@Path("/v1/tenants/{tenant}/endpoints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Endpoints", description = "A tenant's URLs, and what they want to receive")
public class EndpointResource {

    private static final String NEW_ENDPOINT = """
            {
              "url": "https://hooks.acme.example/orders",
              "name": "Orders",
              "subscriptions": [{"eventType": "order.*", "channels": ["emea"]}],
              "headers": {"X-Environment": "production"},
              "timeout": "PT5S",
              "retrySchedule": ["PT1S", "PT5S", "PT1M"]
            }""";

    private static final String ALL_EVENTS = """
            {"url": "https://hooks.acme.example/all"}""";

    private static final String LEGACY_RECEIVER = """
            {
              "url": "https://hooks.acme.example/legacy",
              "format": "bare",
              "signature": {"scheme": "hex", "header": "X-Hub-Signature-256"},
              "auth": {"type": "basic", "username": "posthorn", "password": "correct horse"},
              "rateLimit": 50,
              "concurrency": 4,
              "batching": {"maxEvents": 100, "maxWait": "PT1S"}
            }""";

    private static final String IN_ORDER = """
            {
              "url": "https://hooks.acme.example/orders",
              "ordering": "key",
              "onDeadLetter": "block",
              "region": "eu",
              "urls": {"eu": "https://eu.hooks.acme.example/orders"}
            }""";

    private static final String PAUSE = """
            {"status": "paused"}""";

    private static final String REMOVE_HEADER = """
            {"headers": {"X-Environment": null}, "timeout": null}""";

    private final Endpoints endpoints;
    private final SecurityIdentity identity;

    EndpointResource(Endpoints endpoints, SecurityIdentity identity) {
        this.endpoints = endpoints;
        this.identity = identity;
    }

    @POST
    @Idempotent
    @Access(Permission.MANAGE)
    @APIResponseSchema(value = Endpoint.class, responseCode = "201")
    @Operation(
            operationId = "createEndpoint",
            summary = "Create an endpoint",
            description =
                    "It is enabled at once, and gets a signing secret. Without subscriptions it receives all events. "
                            + "A subscription to one event type needs that type to exist; order.* and * need nothing.")
    public RestResponse<Endpoint> create(
            @PathParam("tenant") TenantId tenant,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            examples = {
                                                @ExampleObject(name = "some events", value = NEW_ENDPOINT),
                                                @ExampleObject(name = "all events", value = ALL_EVENTS),
                                                @ExampleObject(name = "older receiver", value = LEGACY_RECEIVER),
                                                @ExampleObject(name = "in order", value = IN_ORDER)
                                            }))
                    @NotNull
                    @Valid
                    NewEndpoint endpoint) {
        Endpoint created = endpoints.create(tenant, endpoint);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .header(HttpHeaders.LOCATION, "/v1/tenants/" + tenant + "/endpoints/" + created.id())
                .build();
    }

    @GET
    @Access(Permission.READ)
    @Operation(operationId = "listEndpoints", summary = "List a tenant's endpoints, newest first")
    public Page<Endpoint> list(@PathParam("tenant") TenantId tenant, @BeanParam PageRequest page) {
        return endpoints.list(tenant, page).map(this::shown);
    }

    @GET
    @Path("{endpoint}")
    @Access(Permission.READ)
    @Operation(operationId = "getEndpoint", summary = "Show an endpoint")
    public Endpoint get(@PathParam("tenant") TenantId tenant, @PathParam("endpoint") EndpointId endpoint) {
        return shown(endpoints.get(tenant, endpoint));
    }

    @PATCH
    @Path("{endpoint}")
    @Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "changeEndpoint",
            summary = "Change, pause, disable or enable an endpoint",
            description = "A JSON merge patch (RFC 7396): what is absent stays, null restores the default. A list of "
                    + "subscriptions replaces all that there are; signature and auth are replaced as a whole.")
    public Endpoint change(
            @PathParam("tenant") TenantId tenant,
            @PathParam("endpoint") EndpointId endpoint,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = EndpointOptions.class),
                                            examples = {
                                                @ExampleObject(name = "pause", value = PAUSE),
                                                @ExampleObject(name = "remove a header", value = REMOVE_HEADER)
                                            }))
                    @NotNull
                    ObjectNode patch) {
        return endpoints.change(tenant, endpoint, patch);
    }

    @DELETE
    @Path("{endpoint}")
    @Access(Permission.MANAGE)
    @Operation(operationId = "deleteEndpoint", summary = "Delete an endpoint")
    public void delete(@PathParam("tenant") TenantId tenant, @PathParam("endpoint") EndpointId endpoint) {
        endpoints.delete(tenant, endpoint);
    }

    /** Own headers may be credentials of the receiver: whoever could not set them does not see them. */
    private Endpoint shown(Endpoint endpoint) {
        return Caller.of(identity).permissions().contains(Permission.MANAGE) ? endpoint : endpoint.withHiddenHeaders();
    }
}
