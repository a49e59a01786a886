package dev.posthorn.foundation.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How long answers are kept for repeats. */
@ConfigMapping(prefix = "posthorn.idempotency")
public interface IdempotencyConfig {

    /** After this time a key is as good as new. */
    @WithDefault("PT48H")
    Duration retention();
}
