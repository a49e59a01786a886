package dev.posthorn.delivery.retry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.List;

/** When failed deliveries are tried again. */
@ConfigMapping(prefix = "posthorn.delivery.retry")
public interface RetryConfig {

    /** The pauses after the first, second, … failed attempt, unless the endpoint has its own: ten attempts within 24 h. */
    @WithDefault("PT1S,PT5S,PT12S,PT25S,PT5M,PT30M,PT2H,PT6H,PT15H")
    List<Duration> schedule();

    /** The longest Retry-After that is obeyed. */
    @WithDefault("PT1H")
    Duration retryAfterCap();
}
