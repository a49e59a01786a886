package dev.posthorn.delivery.dispatch;

import dev.posthorn.foundation.egress.EgressConfig;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;

/** The proxy that all requests to tenants' URLs go through, where the operator has one. */
final class EgressProxy {

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
        int colon = address.lastIndexOf(':');
        int port = colon > 0 && address.substring(colon + 1).matches("\\d{1,5}")
                ? Integer.parseInt(address.substring(colon + 1))
                : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("posthorn.egress.proxy must be host:port, but is " + address);
        }
        var options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(address.substring(0, colon).replaceAll("[\\[\\]]", ""))
                .setPort(port);
        config.proxyUsername().ifPresent(options::setUsername);
        config.proxyPassword().ifPresent(options::setPassword);
        return options;
    }
}
