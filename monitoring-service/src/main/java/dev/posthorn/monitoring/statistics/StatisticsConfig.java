package dev.posthorn.monitoring.statistics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How long statistics are kept, and how much of them one question may ask for. */
@ConfigMapping(prefix = "posthorn.statistics")
public interface StatisticsConfig {

    /** How long batches are gathered that are counted in one commit; statistics are late by as much. */
    @WithDefault("PT0.5S")
    Duration gather();

    /** How long the statistics of a minute are kept. */
    @WithDefault("P31D")
    Duration retention();

    /** How long a batch's id is kept: one that comes again later than this would be counted again. */
    @WithDefault("P7D")
    Duration batchRetention();

    /** How often old rows are deleted. */
    @WithDefault("PT10M")
    Duration pruneEvery();

    /** How many steps the answer to one question may have. */
    @WithDefault("1500")
    int maxSteps();

    /** How many groups the answer to one question may have; those with the fewest attempts are left out. */
    @WithDefault("100")
    int maxGroups();
}
