package dev.posthorn.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How an instance keeps its copy of the catalog. */
@ConfigMapping(prefix = "posthorn.catalog")
public interface CatalogConfig {

    /** How often an instance looks for what another one stored; bounds how late it learns that a key was revoked. */
    @WithDefault("PT0.3S")
    Duration refreshInterval();
}
