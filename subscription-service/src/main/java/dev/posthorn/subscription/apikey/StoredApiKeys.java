package dev.posthorn.subscription.apikey;

import dev.posthorn.foundation.identity.ApiKey;
import dev.posthorn.foundation.identity.ApiKeys;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * API keys straight out of the table, so that a key ends in every instance with the commit that revokes it. Managing is
 * rare enough to pay one look-up by index for each request. Runs on a worker thread, never on the event loop.
 */
@ApplicationScoped
class StoredApiKeys implements ApiKeys {

    private final ApiKeyRepository repository;

    StoredApiKeys(ApiKeyRepository repository) {
        this.repository = repository;
    }

    @Override
    public Uni<ApiKey> find(String hash) {
        return Uni.createFrom()
                .item(() -> QuarkusTransaction.requiringNew().call(() -> read(hash)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private ApiKey read(String hash) {
        return repository.findAlive(hash).map(ApiKeyEntity::toApiKey).orElse(null);
    }
}
