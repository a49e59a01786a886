package dev.posthorn.monitoring.health;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.monitoring.alert.AlertRepository;
import dev.posthorn.monitoring.alert.RuleRepository;
import dev.posthorn.monitoring.statistics.StatisticsRepository;
import dev.posthorn.monitoring.statistics.StatisticsRepository.Active;
import dev.posthorn.monitoring.statistics.Tally;
import dev.posthorn.replica.CatalogReplica;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The health of a tenant's endpoints. */
@Path("/v1/tenants/{tenant}/health")
@RunOnVirtualThread
@Tag(name = "Health")
public class HealthResource {

    private final CatalogReplica catalog;
    private final StatisticsRepository statistics;
    private final AlertRepository alerts;
    private final RuleRepository rules;
    private final InstantSource clock;

    HealthResource(
            CatalogReplica catalog,
            StatisticsRepository statistics,
            AlertRepository alerts,
            RuleRepository rules,
            InstantSource clock) {
        this.catalog = catalog;
        this.statistics = statistics;
        this.alerts = alerts;
        this.rules = rules;
        this.clock = clock;
    }

    @GET
    @Access(Permission.READ)
    @Operation(operationId = "getHealth", summary = "How each endpoint of a tenant is doing, newest endpoint first")
    public Page<EndpointHealth> ofTenant(@PathParam("tenant") String tenant, @BeanParam PageRequest page)
            throws SQLException {
        Page<EndpointRecord> endpoints = endpoints(tenant, page);
        Duration window = rules.endpointRule(tenant).window();
        Map<EndpointId, Tally> tallies = statistics.active(window, clock.instant(), tenant).stream()
                .collect(Collectors.toMap(Active::endpointId, Active::tally));
        Set<EndpointId> failing = alerts.failingEndpoints(tenant);
        var latest = statistics.latestOf(
                endpoints.data().stream().map(HealthResource::idOf).toList());
        return endpoints.map(endpoint -> {
            EndpointId id = idOf(endpoint);
            return EndpointHealth.of(
                    endpoint,
                    failing.contains(id),
                    window,
                    Optional.ofNullable(tallies.get(id)),
                    latest.getOrDefault(id, List.of()));
        });
    }

    /** TypeIDs sort by the time of their making. */
    private Page<EndpointRecord> endpoints(String tenant, PageRequest page) {
        String after = page.after().orElse(null);
        List<EndpointRecord> shown = catalog.current().endpointsOf(tenant).stream()
                .sorted(Comparator.comparing(EndpointRecord::id).reversed())
                .filter(endpoint -> after == null || endpoint.id().compareTo(after) < 0)
                .limit(page.fetchSize())
                .toList();
        return Page.of(shown, page, EndpointRecord::id);
    }

    private static EndpointId idOf(EndpointRecord endpoint) {
        return EndpointId.parse(endpoint.id());
    }
}
