package dev.posthorn.delivery.event;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be published. */
@ConfigMapping(prefix = "posthorn.publishing")
public interface PublishingConfig {

    /** The greatest payload. */
    @WithDefault("256K")
    MemorySize maxPayload();

    /** The greatest number of events in one batch request. */
    @WithDefault("1000")
    int maxBatch();
}
