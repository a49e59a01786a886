package dev.posthorn.delivery.routing;

import dev.posthorn.delivery.retry.RetryConfig;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.secret.SecretsConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.Vetoed;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Endpoints that a test sets directly. No bean: it would stand beside the real one. */
@Vetoed
public final class TestEndpoints extends Endpoints {

    private static final SmallRyeConfig CONFIG = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(SecretsConfig.class)
            .withMapping(RoutingConfig.class)
            .withMapping(RetryConfig.class)
            .withMapping(RegionConfig.class)
            .withDefaultValue("posthorn.secrets.key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
            .build();

    private final Map<UUID, Endpoint> known = new ConcurrentHashMap<>();

    public TestEndpoints() {
        super(
                CONFIG.getConfigMapping(SecretsConfig.class),
                CONFIG.getConfigMapping(RoutingConfig.class),
                CONFIG.getConfigMapping(RetryConfig.class),
                CONFIG.getConfigMapping(RegionConfig.class));
    }

    public void set(Endpoint endpoint) {
        known.put(endpoint.id().value(), endpoint);
    }

    public void remove(EndpointId id) {
        known.remove(id.value());
    }

    @Override
    public Endpoint find(EndpointId id) {
        return known.get(id.value());
    }
}
