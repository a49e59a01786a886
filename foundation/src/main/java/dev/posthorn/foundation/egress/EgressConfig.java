package dev.posthorn.foundation.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.List;
import java.util.Optional;

/** Where requests to tenants' URLs come from, what they may reach, and how they get there. */
@ConfigMapping(prefix = "posthorn.egress")
public interface EgressConfig {

    /** Whether plain HTTP is accepted; meant for development. */
    @WithDefault("false")
    boolean allowHttp();

    /** Whether 127.0.0.0/8 and ::1 are accepted; meant for development. */
    @WithDefault("false")
    boolean allowLoopback();

    /**
     * Networks in CIDR notation that may be called although they are refused otherwise, such as an operator's own private
     * ones. Every tenant can then reach them.
     */
    Optional<List<String>> allow();

    /**
     * An HTTP proxy, as {@code host:port}, that all requests go through. The names in URLs are resolved, checked and pinned
     * here all the same: the proxy is asked to connect to an address.
     */
    Optional<String> proxy();

    /** Who we are at the proxy; with a password, sent as Basic credentials. */
    Optional<String> proxyUsername();

    Optional<String> proxyPassword();

    /** The networks that requests come from, as {@code GET /v1/egress} tells tenants; in CIDR notation. */
    Optional<List<String>> addresses();
}
