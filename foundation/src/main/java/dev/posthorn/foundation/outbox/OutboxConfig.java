package dev.posthorn.foundation.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How messages leave for the broker. */
@ConfigMapping(prefix = "posthorn.outbox")
public interface OutboxConfig {

    /** How long an idle relay waits before it looks again; bounds how late other services learn of a change. */
    @WithDefault("PT0.1S")
    Duration pollInterval();

    /** How many messages of the table are on their way at once; all relays together stay below the emitter's 128. */
    @WithDefault("64")
    int window();

    /** After this time without an answer of the broker another relay may send the same messages. */
    @WithDefault("PT30S")
    Duration lease();
}
