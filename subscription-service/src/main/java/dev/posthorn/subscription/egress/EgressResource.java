package dev.posthorn.subscription.egress;

import dev.posthorn.foundation.egress.EgressConfig;
import dev.posthorn.foundation.egress.Network;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import io.quarkus.runtime.Startup;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.List;

/** {@code /v1/egress} */
@Path("/v1/egress")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Endpoints")
@Startup // A wrong address is told when the service starts, not to the first who asks.
public class EgressResource {

    private final EgressAddresses addresses;

    EgressResource(EgressConfig config) {
        List<String> networks =
                config.addresses().orElse(List.of()).stream().map(String::strip).toList();
        networks.forEach(Network::of);
        this.addresses = new EgressAddresses(networks);
    }

    @GET
    @Access(value = Permission.READ, anyTenant = true)
    @Operation(
            operationId = "getEgress",
            summary = "Show which addresses webhooks come from",
            description = "Open to the callers of every tenant, who allow them in their firewalls.")
    public EgressAddresses get() {
        return addresses;
    }
}
