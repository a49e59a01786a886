package dev.posthorn.delivery.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** What holds for endpoints that do not say otherwise. */
@ConfigMapping(prefix = "posthorn.delivery.endpoint")
public interface RoutingConfig {

    /** How long an attempt waits for the answer. */
    @WithDefault("PT5S")
    Duration timeout();
}
