package dev.posthorn.subscription.apikey;

import dev.posthorn.foundation.id.ApiKeyId;
import dev.posthorn.foundation.idempotency.Idempotent;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Caller;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/api-keys}: the operator sees all keys, a tenant's callers those of their tenant. */
@Path("/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "API keys", description = "Access for machines")
public class ApiKeyResource {

    private static final String PUBLISHER = """
            {"name": "shop backend", "scopes": ["events:write"]}""";

    private static final String OF_A_TENANT = """
            {"name": "CI", "tenantId": "acme", "scopes": ["read"], "expiresAt": "2030-01-15T10:30:00Z"}""";

    private final IssuedKeys keys;
    private final SecurityIdentity identity;

    ApiKeyResource(IssuedKeys keys, SecurityIdentity identity) {
        this.keys = keys;
        this.identity = identity;
    }

    @POST
    @Idempotent
    @Access(value = Permission.MANAGE, anyTenant = true)
    @APIResponseSchema(value = CreatedKey.class, responseCode = "201")
    @Operation(
            operationId = "createApiKey",
            summary = "Create an API key",
            description = "The answer shows the key, for the only time. A tenant's callers create keys of their tenant "
                    + "only, and nobody gives a key a scope that they do not have.")
    public RestResponse<CreatedKey> create(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            examples = {
                                                @ExampleObject(name = "to publish", value = PUBLISHER),
                                                @ExampleObject(name = "of a tenant", value = OF_A_TENANT)
                                            }))
                    @NotNull
                    @Valid
                    NewApiKey key) {
        CreatedKey created = keys.create(key, caller());
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .header(HttpHeaders.LOCATION, "/v1/api-keys/" + created.id())
                .build();
    }

    @GET
    @Access(value = Permission.READ, anyTenant = true)
    @Operation(operationId = "listApiKeys", summary = "List API keys, newest first")
    public Page<IssuedKey> list(@BeanParam PageRequest page) {
        return keys.list(caller().tenantId(), page);
    }

    @GET
    @Path("{key}")
    @Access(value = Permission.READ, anyTenant = true)
    @Operation(operationId = "getApiKey", summary = "Show an API key, without the key")
    public IssuedKey get(@PathParam("key") ApiKeyId key) {
        return keys.get(key, caller());
    }

    @DELETE
    @Path("{key}")
    @Access(value = Permission.MANAGE, anyTenant = true)
    @Operation(
            operationId = "revokeApiKey",
            summary = "Revoke an API key",
            description = "It ends at once here, and within a second in the other services.")
    public void revoke(@PathParam("key") ApiKeyId key) {
        keys.revoke(key, caller());
    }

    private Caller caller() {
        return Caller.of(identity);
    }
}
