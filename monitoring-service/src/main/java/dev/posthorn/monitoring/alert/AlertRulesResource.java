package dev.posthorn.monitoring.alert;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The rules that hold for one tenant. */
@Path("/v1/tenants/{tenant}/alert-rules")
@RunOnVirtualThread
@Tag(name = "Alerts")
public class AlertRulesResource {

    private final RuleRepository repository;

    AlertRulesResource(RuleRepository repository) {
        this.repository = repository;
    }

    @GET
    @Access(Permission.READ)
    @Operation(operationId = "getAlertRules", summary = "The rules that hold for a tenant, defaults included")
    public AlertRules get(@PathParam("tenant") String tenant) {
        return AlertRules.of(repository.read(tenant).rulesOf(tenant));
    }

    @PUT
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "putAlertRules",
            summary = "Replace a tenant's rules",
            description = "A rule that is not named, and a field that is left out, has the operator's default again."
                    + " Answers with the rules that hold now; they are used from the next evaluation on")
    public AlertRules put(@PathParam("tenant") String tenant, AlertRules wanted) {
        if (wanted == null) {
            throw ApiException.malformed("The body must be a JSON object");
        }
        repository.replace(tenant, wanted.toRules(repository.read(tenant)));
        return get(tenant);
    }
}
