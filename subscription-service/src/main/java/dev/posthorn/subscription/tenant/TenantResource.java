package dev.posthorn.subscription.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** {@code /v1/tenants} */
@Path("/v1/tenants")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants", description = "The customers of the operator, who own endpoints")
public class TenantResource {

    private static final String NEW_TENANT = """
            {"id": "acme", "name": "Acme Ltd", "contacts": ["ops@acme.example"], "metadata": {"plan": "gold"}}""";

    private static final String NEW_CONTACTS = """
            {"contacts": ["ops@acme.example", "oncall@acme.example"]}""";

    private final Tenants tenants;

    TenantResource(Tenants tenants) {
        this.tenants = tenants;
    }

    @POST
    @Idempotent
    @Access(Permission.MANAGE)
    @APIResponseSchema(value = Tenant.class, responseCode = "201")
    @Operation(
            operationId = "createTenant",
            summary = "Create a tenant",
            description = "Ids of deleted tenants are never given again.")
    public RestResponse<Tenant> create(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            examples = @ExampleObject(name = "tenant", value = NEW_TENANT)))
                    @NotNull
                    @Valid
                    NewTenant tenant) {
        Tenant created = tenants.create(tenant);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .header(HttpHeaders.LOCATION, "/v1/tenants/" + created.id())
                .build();
    }

    @GET
    @Access(Permission.READ)
    @Operation(operationId = "listTenants", summary = "List tenants, newest first")
    public Page<Tenant> list(@BeanParam PageRequest page) {
        return tenants.list(page);
    }

    @GET
    @Path("{tenant}")
    @Access(Permission.READ)
    @Operation(operationId = "getTenant", summary = "Show a tenant")
    public Tenant get(@PathParam("tenant") TenantId tenant) {
        return tenants.get(tenant);
    }

    @PATCH
    @Path("{tenant}")
    @Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
    @Access(value = Permission.MANAGE, operatorOnly = true)
    @Operation(
            operationId = "changeTenant",
            summary = "Change a tenant",
            description = "A JSON merge patch (RFC 7396): what is absent stays, null restores the default.")
    public Tenant change(
            @PathParam("tenant") TenantId tenant,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = TenantOptions.class),
                                            examples = @ExampleObject(name = "contacts", value = NEW_CONTACTS)))
                    @NotNull
                    ObjectNode patch) {
        return tenants.change(tenant, patch);
    }

    @DELETE
    @Path("{tenant}")
    @Access(value = Permission.MANAGE, operatorOnly = true)
    @Operation(
            operationId = "deleteTenant",
            summary = "Delete a tenant",
            description = "With its endpoints and API keys. Nothing is sent to it from then on.")
    public void delete(@PathParam("tenant") TenantId tenant) {
        tenants.delete(tenant);
    }
}
