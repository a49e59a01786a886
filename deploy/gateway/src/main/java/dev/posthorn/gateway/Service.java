package dev.posthorn.gateway;

import java.util.Locale;
import java.util.regex.Pattern;

/** The services behind the gateway, and which paths each one owns. */
enum Service {
    DELIVERY("/v1/tenants/[^/]+/(events|deliveries|attempts|dead-letters|replays|schedules)(/.*)?"
            + "|/v1/tenants/[^/]+/endpoints/[^/]+/preview"),
    MONITORING("/v1/(stats|alerts)(/.*)?|/v1/tenants/[^/]+/(stats|health|stream|alerts|alert-rules)(/.*)?"),
    /** Everything else, unknown paths too: it answers them with the usual error. */
    SUBSCRIPTION("/v1(/.*)?");

    private final Pattern paths;

    Service(String paths) {
        this.paths = Pattern.compile(paths);
    }

    /** The owner of a path below {@code /v1}. */
    static Service of(String path) {
        for (var service : values()) {
            if (service.paths.matcher(path).matches()) {
                return service;
            }
        }
        throw new IllegalArgumentException("No path of the API: " + path);
    }

    String title() {
        return name().toLowerCase(Locale.ROOT) + "-service";
    }
}
