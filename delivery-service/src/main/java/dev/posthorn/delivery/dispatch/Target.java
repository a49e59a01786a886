package dev.posthorn.delivery.dispatch;

import java.net.URI;

/** The parts of a URL that a request goes to. */
record Target(URI url) {

    boolean isTls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** As a URL writes it: an IPv6 address in brackets. */
    String host() {
        return url.getHost();
    }

    /** As a resolver takes it. */
    String name() {
        String host = host();
        if (host == null) {
            throw new IllegalArgumentException("The URL's host is not a name or an address");
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : isTls() ? 443 : 80;
    }

    /** Path and query. */
    String resource() {
        String path = url.getRawPath();
        String query = url.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
}
