package dev.posthorn.monitoring.alert;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.Optional;
import java.util.Set;

/** The alerts of one tenant, and of all of them and the platform. */
@Path("/v1")
@RunOnVirtualThread
@Tag(name = "Alerts")
public class AlertResource {

    private static final Set<String> STATES = Set.of("pending", "firing", "resolved");

    private final AlertRepository alerts;

    AlertResource(AlertRepository alerts) {
        this.alerts = alerts;
    }

    @GET
    @Path("tenants/{tenant}/alerts")
    @Access(Permission.READ)
    @Operation(operationId = "listTenantAlerts", summary = "A tenant's alerts, newest first")
    public Page<AlertView> ofTenant(
            @PathParam("tenant") String tenant,
            @QueryParam("state")
                    @Parameter(
                            description = "Only alerts in this state",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"pending", "firing", "resolved"}))
                    String state,
            @BeanParam PageRequest page) {
        return alerts.page(Optional.of(tenant), known(state), page);
    }

    @GET
    @Path("alerts")
    @Access(Permission.READ)
    @Operation(
            operationId = "listAlerts",
            summary = "All alerts, newest first",
            description = "Those of all tenants, and those of the platform, which have no tenantId; for operators")
    public Page<AlertView> ofAll(
            @QueryParam("state")
                    @Parameter(
                            description = "Only alerts in this state",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"pending", "firing", "resolved"}))
                    String state,
            @BeanParam PageRequest page) {
        return alerts.page(Optional.empty(), known(state), page);
    }

    private static Optional<String> known(String state) {
        if (state == null || state.isEmpty()) {
            return Optional.empty();
        }
        if (!STATES.contains(state)) {
            throw ApiException.malformed("state", "state must be pending, firing or resolved");
        }
        return Optional.of(state);
    }
}
