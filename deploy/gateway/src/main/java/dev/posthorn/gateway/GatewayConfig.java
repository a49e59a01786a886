package dev.posthorn.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.net.URI;
import java.util.List;

/** Where the services are, and what the portal must know to log people in. */
@ConfigMapping(prefix = "posthorn.gateway")
public interface GatewayConfig {

    @WithDefault("http://localhost:8081")
    URI subscriptionUrl();

    /** One for each instance. */
    @WithDefault("http://localhost:8082")
    List<URI> deliveryUrls();

    @WithDefault("http://localhost:8083")
    URI monitoringUrl();

    /** The realm at Keycloak, as browsers reach it. */
    @WithDefault("http://localhost:8092/realms/posthorn")
    URI oidcAuthority();

    @WithDefault("posthorn-portal")
    String oidcClientId();

    default List<URI> urls(Service service) {
        return switch (service) {
            case SUBSCRIPTION -> List.of(subscriptionUrl());
            case DELIVERY -> deliveryUrls();
            case MONITORING -> List.of(monitoringUrl());
        };
    }
}
