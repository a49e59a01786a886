package dev.posthorn.foundation.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What requests to tenants' URLs may reach beyond HTTPS on public addresses. Both are meant for development. */
@ConfigMapping(prefix = "posthorn.egress")
public interface EgressConfig {

    /** Whether plain HTTP is accepted. */
    @WithDefault("false")
    boolean allowHttp();

    /** Whether 127.0.0.0/8 and ::1 are accepted. No other forbidden address can be opened. */
    @WithDefault("false")
    boolean allowLoopback();
}
