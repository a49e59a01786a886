package dev.posthorn.foundation.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.List;
import java.util.Optional;

/** Where requests to tenants' URLs come from, and what they may reach beyond HTTPS on public addresses. */
@ConfigMapping(prefix = "posthorn.egress")
public interface EgressConfig {

    /** Whether plain HTTP is accepted. Meant for development. */
    @WithDefault("false")
    boolean allowHttp();

    /** Whether 127.0.0.0/8 and ::1 are accepted. Meant for development. No other forbidden address can be opened. */
    @WithDefault("false")
    boolean allowLoopback();

    /** The networks that requests come from, as {@code GET /v1/egress} tells tenants; in CIDR notation. */
    Optional<List<String>> addresses();
}
