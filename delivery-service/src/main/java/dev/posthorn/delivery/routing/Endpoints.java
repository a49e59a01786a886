package dev.posthorn.delivery.routing;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.delivery.retry.RetryConfig;
import dev.posthorn.foundation.expression.ExpressionInput;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.secret.SecretCipher;
import dev.posthorn.foundation.secret.SecretsConfig;
import dev.posthorn.replica.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The endpoints, and who gets what. Made anew when the catalog changes, in the catalog's thread; read from any thread
 * without waiting.
 */
@ApplicationScoped
public class Endpoints {

    private static final Logger LOG = Logger.getLogger(Endpoints.class);

    private final EndpointReader reader;
    private final List<Duration> retrySchedule;
    private final String ownRegion;
    private volatile Routes routes = new Routes(Map.of(), Map.of(), name -> null);

    Endpoints(SecretsConfig secrets, RoutingConfig config, RetryConfig retries, RegionConfig region) {
        var cipher = new SecretCipher(secrets.key(), secrets.previousKeys().orElse(List.of()));
        this.reader = new EndpointReader(cipher, config.timeout());
        this.ownRegion = region.region().filter(name -> !name.isBlank()).orElse(null);
        this.retrySchedule = List.copyOf(retries.schedule());
    }

    /** @param eventTypes by name; null for one that is not known */
    private record Routes(
            Map<UUID, Endpoint> byId,
            Map<String, TenantRoutes> byTenant,
            Function<String, EventTypeRecord> eventTypes) {}

    /**
     * @param wantedBy the endpoints that want a type on some channel, worked out when the type first occurs
     * @param filtered whether some endpoint has a filter
     */
    private record TenantRoutes(List<Endpoint> endpoints, Map<String, TypeRoutes> wantedBy, boolean filtered) {

        TenantRoutes(List<Endpoint> endpoints) {
            this(endpoints, new ConcurrentHashMap<>(), endpoints.stream().anyMatch(Endpoint::hasFilters));
        }
    }

    void rebuild(@Observes Catalog catalog) {
        Map<UUID, Endpoint> before = routes.byId();
        var byId = new HashMap<UUID, Endpoint>();
        var byTenant = new HashMap<String, List<Endpoint>>();
        for (EndpointRecord record : catalog.endpoints()) {
            Endpoint endpoint = readAnew(before, record);
            if (endpoint != null) {
                byId.put(endpoint.id().value(), endpoint);
                byTenant.computeIfAbsent(endpoint.tenantId(), none -> new ArrayList<>())
                        .add(endpoint);
            }
        }
        var tenants = new HashMap<String, TenantRoutes>();
        byTenant.forEach((tenant, endpoints) -> tenants.put(tenant, new TenantRoutes(List.copyOf(endpoints))));
        routes = new Routes(byId, tenants, catalog::eventType);
    }

    private Endpoint readAnew(Map<UUID, Endpoint> before, EndpointRecord record) {
        try {
            Endpoint known = before.get(EndpointId.parse(record.id()).value());
            return known != null && known.version() == record.version() ? known : reader.read(record);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // One endpoint that cannot be used must not keep the others from being used.
            LOG.errorf("Endpoint %s is left out: %s", record.id(), e.getMessage());
            return null;
        }
    }

    /** Null when there is none. */
    public Endpoint find(EndpointId id) {
        return routes.byId().get(id.value());
    }

    /**
     * The pauses after the first, second, … failed attempt at an event: the endpoint's own, else those of the event's type,
     * else the operator's.
     */
    public List<Duration> retrySchedule(Endpoint endpoint, String eventType) {
        if (endpoint.retrySchedule() != null) {
            return endpoint.retrySchedule();
        }
        EventTypeRecord type = routes.eventTypes().apply(eventType);
        return type == null || type.retrySchedule() == null ? retrySchedule : type.retrySchedule();
    }

    /** Where this instance stands; null for nowhere in particular. */
    public String ownRegion() {
        return ownRegion;
    }

    /** The region whose instances alone deliver to the endpoint; null when any may, or when there is no such endpoint. */
    public String regionOf(EndpointId id) {
        Endpoint endpoint = find(id);
        return endpoint == null ? null : endpoint.region();
    }

    /** Whether only others deliver to the endpoint. */
    public boolean isForeign(EndpointId id) {
        String region = regionOf(id);
        return region != null && !region.equals(ownRegion);
    }

    /** All of a tenant's endpoints. */
    public List<Endpoint> of(String tenantId) {
        TenantRoutes tenant = routes.byTenant().get(tenantId);
        return tenant == null ? List.of() : tenant.endpoints();
    }

    /**
     * The tenant's endpoints that want the event, disabled ones excepted. The cost does not grow with the others. Filters
     * are not asked: {@link #unrefused} does.
     */
    public List<Endpoint> matching(String tenantId, String type, List<String> channels) {
        TenantRoutes tenant = routes.byTenant().get(tenantId);
        return tenant == null
                ? List.of()
                : tenant.wantedBy()
                        .computeIfAbsent(type, wanted -> TypeRoutes.of(wanted, tenant.endpoints()))
                        .matching(channels);
    }

    /** Whether some endpoint of the tenant has a filter. Mostly none has. */
    public boolean hasFilters(String tenantId) {
        TenantRoutes tenant = routes.byTenant().get(tenantId);
        return tenant != null && tenant.filtered();
    }

    /**
     * Those whose filters do not refuse the event. Nothing is to be lost by a filter that fails, nor by filters that together
     * take too long: an endpoint that gave no answer is among them. It is asked again before anything is sent.
     *
     * @param longest how long all of them together may take
     */
    public List<EndpointId> unrefused(
            List<EndpointId> matching,
            String type,
            List<String> channels,
            Supplier<ExpressionInput> input,
            Duration longest) {
        long begin = System.nanoTime();
        return matching.stream()
                .filter(id -> {
                    Endpoint endpoint = find(id);
                    return endpoint == null
                            || !endpoint.hasFilters()
                            || System.nanoTime() - begin > longest.toNanos()
                            || !Choice.of(endpoint.subscriptions(), type, channels, input)
                                    .isRefusal();
                })
                .toList();
    }
}
