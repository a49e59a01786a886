package dev.posthorn.delivery.outboxsource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Databases of the operator whose outbox is drained, by names of its choice; none at first. */
@ConfigMapping(prefix = "posthorn.outbox-source")
public interface OutboxSourceConfig {

    @WithParentName
    Map<String, Source> sources();

    /** One database. */
    interface Source {

        String jdbcUrl();

        String username();

        Optional<String> password();

        /** With its schema, when it is not in the search path. */
        @WithDefault("posthorn_outbox")
        String table();

        /** How many rows one round takes at most. */
        @WithDefault("500")
        int batch();

        /** How often the table is looked at without being told of news. */
        @WithDefault("PT1S")
        Duration pollInterval();
    }
}
