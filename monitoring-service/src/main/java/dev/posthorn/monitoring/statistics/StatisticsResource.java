package dev.posthorn.monitoring.statistics;

import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** Statistics of one tenant, and of all of them together. */
@Path("/v1")
@RunOnVirtualThread
@Tag(name = "Statistics")
public class StatisticsResource {

    private final StatisticsRepository repository;
    private final StatisticsConfig config;
    private final InstantSource clock;

    StatisticsResource(StatisticsRepository repository, StatisticsConfig config, InstantSource clock) {
        this.repository = repository;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @Path("tenants/{tenant}/stats")
    @Access(Permission.READ)
    @Operation(
            operationId = "getTenantStatistics",
            summary = "Statistics of a tenant",
            description = "How many attempts there were, how they ended, and how long deliveries took")
    public Statistics ofTenant(@PathParam("tenant") String tenant, @BeanParam StatisticsParameters parameters)
            throws SQLException {
        return answer(Optional.of(tenant), parameters);
    }

    @GET
    @Path("stats")
    @Access(Permission.READ)
    @Operation(
            operationId = "getStatistics",
            summary = "Statistics of all tenants together",
            description = "The same for the whole platform; for operators")
    public Statistics ofAll(@BeanParam StatisticsParameters parameters) throws SQLException {
        return answer(Optional.empty(), parameters);
    }

    private Statistics answer(Optional<String> tenant, StatisticsParameters parameters) throws SQLException {
        StatisticsQuery query = parameters.read(tenant, clock.instant(), config);
        return Statistics.of(query, repository.readSeries(query), config.maxGroups());
    }
}
