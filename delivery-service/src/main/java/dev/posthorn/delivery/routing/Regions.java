package dev.posthorn.delivery.routing;

import dev.posthorn.foundation.id.EndpointId;
import jakarta.enterprise.context.ApplicationScoped;

/** Which endpoints this instance delivers to. Any thread. */
@ApplicationScoped
public class Regions {

    private final Endpoints endpoints;
    private final String own;

    Regions(Endpoints endpoints, RegionConfig config) {
        this.endpoints = endpoints;
        this.own = config.region().filter(region -> !region.isBlank()).orElse(null);
    }

    /** This instance's; null for none. */
    public String own() {
        return own;
    }

    /** The region whose instances alone deliver to the endpoint; null when any may, or when it is not known. */
    public String of(EndpointId id) {
        Endpoint endpoint = endpoints.find(id);
        return endpoint == null ? null : endpoint.region();
    }

    /** Whether others deliver to the endpoint. */
    public boolean isForeign(EndpointId id) {
        String region = of(id);
        return region != null && !region.equals(own);
    }
}
