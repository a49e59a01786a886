package dev.posthorn.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.net.URI;

/** Where the services are, and what the portal must know to log people in. */
@ConfigMapping(prefix = "posthorn.gateway")
public interface GatewayConfig {

    @WithDefault("http://localhost:8081")
    URI subscriptionUrl();

    @WithDefault("http://localhost:8082")
    URI deliveryUrl();

    @WithDefault("http://localhost:8083")
    URI monitoringUrl();

    /** The realm at Keycloak, as browsers reach it. */
    @WithDefault("http://localhost:8092/realms/posthorn")
    URI oidcAuthority();

    @WithDefault("posthorn-portal")
    String oidcClientId();

    default URI url(Service service) {
        return switch (service) {
            case SUBSCRIPTION -> subscriptionUrl();
            case DELIVERY -> deliveryUrl();
            case MONITORING -> monitoringUrl();
        };
    }
}
