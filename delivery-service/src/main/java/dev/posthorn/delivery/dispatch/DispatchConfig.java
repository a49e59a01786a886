package dev.posthorn.delivery.dispatch;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How many requests are out, and how much waits for them in memory. */
@ConfigMapping(prefix = "posthorn.dispatch")
public interface DispatchConfig {

    /** Requests of this instance that are out at once; a tenant has half of them at most. */
    @WithDefault("2000")
    int maxInFlight();

    /** Requests to one endpoint that are out at once, while it answers quickly. */
    @WithDefault("16")
    int endpointConcurrency();

    /** Deliveries to one endpoint that wait in memory; those beyond wait on disk. */
    @WithDefault("1000")
    int endpointQueue();

    /** How long events wait in memory for more to go with them; those that may wait longer do so on disk. */
    @WithDefault("PT5S")
    Duration batchHeld();

    /** Deliveries that wait in memory or are out, as a bound on their payloads; those beyond wait on disk. */
    @WithDefault("128M")
    MemorySize memory();

    /** How much of a response's body is kept in the attempt log. */
    @WithDefault("4K")
    MemorySize responseKept();

    /** How much of a response's body is read to keep the connection for the next request; beyond, it is closed. */
    @WithDefault("64K")
    MemorySize responseRead();

    /** For how long an address that was resolved and checked is used without asking again. */
    @WithDefault("PT5S")
    Duration addressLifetime();

    /** How long requests that are out may take to end when the service stops. */
    @WithDefault("PT8S")
    Duration shutdownPatience();
}
