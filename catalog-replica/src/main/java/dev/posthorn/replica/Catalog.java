package dev.posthorn.replica;

import dev.posthorn.contracts.ApiKeyRecord;
import dev.posthorn.contracts.CatalogRecord;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.contracts.TenantRecord;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The catalog at one moment. Immutable; deleted records are not in it. */
public final class Catalog {

    static final Catalog EMPTY = new Catalog(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    private final Map<String, TenantRecord> tenants;
    private final Map<String, EventTypeRecord> eventTypes;
    private final Map<String, EndpointRecord> endpoints;
    private final Map<String, List<EndpointRecord>> endpointsByTenant;
    private final Map<String, ApiKeyRecord> apiKeysByHash;

    private Catalog(
            Map<String, TenantRecord> tenants,
            Map<String, EventTypeRecord> eventTypes,
            Map<String, EndpointRecord> endpoints,
            Map<String, List<EndpointRecord>> endpointsByTenant,
            Map<String, ApiKeyRecord> apiKeysByHash) {
        this.tenants = tenants;
        this.eventTypes = eventTypes;
        this.endpoints = endpoints;
        this.endpointsByTenant = endpointsByTenant;
        this.apiKeysByHash = apiKeysByHash;
    }

    /** Null when there is none. */
    public TenantRecord tenant(String id) {
        return tenants.get(id);
    }

    public Collection<TenantRecord> tenants() {
        return tenants.values();
    }

    /** Null when there is none. */
    public EventTypeRecord eventType(String name) {
        return eventTypes.get(name);
    }

    /** Null when there is none. */
    public EndpointRecord endpoint(String id) {
        return endpoints.get(id);
    }

    public Collection<EndpointRecord> endpoints() {
        return endpoints.values();
    }

    public List<EndpointRecord> endpointsOf(String tenantId) {
        return endpointsByTenant.getOrDefault(tenantId, List.of());
    }

    /** Null when there is none. */
    ApiKeyRecord apiKeyByHash(String hash) {
        return apiKeysByHash.get(hash);
    }

    /** The catalog after some records changed. */
    Catalog with(Collection<CatalogRecord> changes) {
        var newTenants = new HashMap<>(tenants);
        var newTypes = new HashMap<>(eventTypes);
        var newEndpoints = new HashMap<>(endpoints);
        var newByTenant = new HashMap<>(endpointsByTenant);
        var newKeys = new HashMap<>(apiKeysByHash);
        for (CatalogRecord change : changes) {
            switch (change) {
                case TenantRecord tenant -> put(newTenants, tenant);
                case EventTypeRecord type -> put(newTypes, type);
                case EndpointRecord endpoint -> {
                    put(newEndpoints, endpoint);
                    if (endpoint.tenantId() != null) {
                        newByTenant.compute(endpoint.tenantId(), (id, list) -> replace(list, endpoint));
                    }
                }
                case ApiKeyRecord key -> {
                    newKeys.values().removeIf(known -> known.id().equals(key.id()));
                    if (!key.deleted()) {
                        newKeys.put(key.hash(), key);
                    }
                }
            }
        }
        return new Catalog(newTenants, newTypes, newEndpoints, newByTenant, newKeys);
    }

    private static List<EndpointRecord> replace(List<EndpointRecord> endpoints, EndpointRecord changed) {
        Stream<EndpointRecord> others = endpoints == null
                ? Stream.empty()
                : endpoints.stream().filter(known -> !known.id().equals(changed.id()));
        return changed.deleted()
                ? others.toList()
                : Stream.concat(others, Stream.of(changed)).toList();
    }

    private static <T extends CatalogRecord> void put(Map<String, T> records, T record) {
        if (record.deleted()) {
            records.remove(record.id());
        } else {
            records.put(record.id(), record);
        }
    }
}
