package dev.posthorn.delivery.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How recurring events are published. */
@ConfigMapping(prefix = "posthorn.schedules")
public interface ScheduleConfig {

    /** How often an instance looks for what is due: that late an event may be. */
    @WithDefault("PT1S")
    Duration interval();

    /** How many one round publishes at most. */
    @WithDefault("100")
    int batch();
}
