package dev.posthorn.foundation.overload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much is taken at once. */
@ConfigMapping(prefix = "posthorn.requests")
public interface OverloadConfig {

    /** What all requests under way may hold, by the length of their bodies; beyond, requests are answered 503. */
    @WithDefault("64M")
    MemorySize memory();
}
