package dev.posthorn.replica;

import dev.posthorn.contracts.ApiKeyRecord;
import dev.posthorn.foundation.identity.ApiKey;
import dev.posthorn.foundation.identity.ApiKeys;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** API keys out of the service's own copy of the catalog. */
@ApplicationScoped
class ReplicaApiKeys implements ApiKeys {

    private final CatalogReplica replica;

    ReplicaApiKeys(CatalogReplica replica) {
        this.replica = replica;
    }

    @Override
    public Uni<ApiKey> find(String hash) {
        ApiKeyRecord key = replica.current().apiKeyByHash(hash);
        return Uni.createFrom()
                .item(key == null ? null : new ApiKey(key.id(), key.tenantId(), key.scopes(), key.expiresAt()));
    }
}
