package dev.posthorn.delivery.ledger;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How events and attempts are kept. */
@ConfigMapping(prefix = "posthorn.ledger")
public interface LedgerConfig {

    /** After this time without a sign of life an instance's deliveries go to the others. */
    @WithDefault("PT15S")
    Duration lease();

    /** How often an instance shows that it lives; well below the lease. */
    @WithDefault("PT3S")
    Duration renewInterval();

    /** How often an instance looks for batches that nobody holds. */
    @WithDefault("PT1S")
    Duration adoptInterval();

    /** How often due retries are looked for when none is known to fall due earlier. */
    @WithDefault("PT0.5S")
    Duration claimInterval();

    /** How often deliveries that wait for their endpoint are looked for. */
    @WithDefault("PT0.25S")
    Duration unparkInterval();

    /** How many deliveries one claim takes. */
    @WithDefault("500")
    int claimSize();

    /**
     * How long outcomes are gathered for one commit: nobody waits for it, and each commit is news for the broker and for
     * monitoring-service too. Killed meanwhile, their attempts are made again.
     */
    @WithDefault("PT0.02S")
    Duration gatherOutcomes();

    /** How many submissions one commit takes at most. */
    @WithDefault("1000")
    int greatestGroup();

    /** How many deliveries one batch holds at most. */
    @WithDefault("5000")
    int greatestBatch();

    /** Payloads that may wait for their commit; beyond, publishing answers 503. */
    @WithDefault("64M")
    MemorySize acceptMemory();

    /** How long events are kept, and can be replayed. Whole days (UTC) are dropped. */
    @WithDefault("P30D")
    Duration eventRetention();

    /** How long attempts are kept. */
    @WithDefault("P30D")
    Duration attemptRetention();

    /** How long an Idempotency-Key is remembered. */
    @WithDefault("PT48H")
    Duration idempotencyRetention();
}
