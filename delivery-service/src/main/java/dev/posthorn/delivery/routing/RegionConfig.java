package dev.posthorn.delivery.routing;

import io.smallrye.config.ConfigMapping;

import java.util.Optional;

/** Where this instance stands. */
@ConfigMapping(prefix = "posthorn")
public interface RegionConfig {

    /**
     * It delivers to endpoints of this region, and to those without one. An instance without a region delivers only to the
     * latter.
     */
    Optional<String> region();
}
