package dev.posthorn.monitoring.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where people find the portal. */
@ConfigMapping(prefix = "posthorn.portal")
public interface PortalConfig {

    /** The portal's address, without a slash at its end. */
    @WithDefault("http://localhost:8080")
    String url();
}
