package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.idempotency.Idempotent;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/tenants/{tenant}/endpoints/{endpoint}/secret} */
@Path("/v1/tenants/{tenant}/endpoints/{endpoint}/secret")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Endpoints")
public class SecretResource {

    private static final String IN_A_HURRY = """
            {"overlap": "PT0S"}""";

    private static final String OWN = """
            {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=", "overlap": "PT24H"}""";

    private final SigningSecrets secrets;

    SecretResource(SigningSecrets secrets) {
        this.secrets = secrets;
    }

    @GET
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "getEndpointSecret",
            summary = "Show an endpoint's signing secret",
            description =
                    "What receivers verify with, and how: verification says it for the endpoint's signature scheme. "
                            + "For standard-ed25519 that is the public key; the private one is never shown.")
    public EndpointSecret show(@PathParam("tenant") TenantId tenant, @PathParam("endpoint") EndpointId endpoint) {
        return secrets.show(tenant, endpoint);
    }

    @POST
    @Path("rotate")
    @Idempotent
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "rotateEndpointSecret",
            summary = "Replace an endpoint's signing secret",
            description = "Until the overlap ends, requests are signed with the secrets before, too. PT0S ends all of "
                    + "them at once: for a secret that leaked.")
    public RestResponse<EndpointSecret> rotate(
            @PathParam("tenant") TenantId tenant,
            @PathParam("endpoint") EndpointId endpoint,
            @RequestBody(
                            required = false,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            examples = {
                                                @ExampleObject(name = "usual", value = "{}"),
                                                @ExampleObject(name = "leaked", value = IN_A_HURRY),
                                                @ExampleObject(name = "own secret", value = OWN)
                                            }))
                    Rotation rotation) {
        return RestResponse.ok(secrets.rotate(tenant, endpoint, rotation == null ? Rotation.PLAIN : rotation));
    }
}
