package dev.posthorn.delivery.replay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How replays share with what is fresh. */
@ConfigMapping(prefix = "posthorn.replay")
public interface ReplayConfig {

    /** How many deliveries a second one replay sends again, at most, over all instances. */
    @WithDefault("100")
    int rate();

    /** How often replays are looked for that go on. */
    @WithDefault("PT0.25S")
    Duration interval();

    /** How many events or dead letters one transaction looks at. */
    @WithDefault("500")
    int page();

    /** How long a request counts what a replay will match; beyond, the rest is estimated. */
    @WithDefault("PT2S")
    Duration countPatience();
}
