package dev.posthorn.delivery.dispatch;

import dev.posthorn.foundation.egress.EgressConfig;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The proxy that all requests to tenants' URLs go through, where the operator has one. */
final class EgressProxy {

    /** A name, an IPv4 address, or an IPv6 address in brackets. */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+]):([1-9]\\d{0,4})");

    private EgressProxy() {}

    /**
     * Null for none.
     *
     * @throws IllegalArgumentException when it is not {@code host:port}
     */
    static ProxyOptions options(EgressConfig config) {
        return config.proxy().map(address -> options(address, config)).orElse(null);
    }

    private static ProxyOptions options(String address, EgressConfig config) {
        Matcher parts = HOST_AND_PORT.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65535) {
            throw new IllegalArgumentException("posthorn.egress.proxy must be host:port");
        }
        var options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(parts.group(1).replaceAll("[\\[\\]]", ""))
                .setPort(Integer.parseInt(parts.group(2)));
        config.proxyUsername().ifPresent(options::setUsername);
        config.proxyPassword().ifPresent(options::setPassword);
        return options;
    }
}
