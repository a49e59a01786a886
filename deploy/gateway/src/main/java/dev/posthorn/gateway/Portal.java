package dev.posthorn.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.net.URI;

/**
 * Serves the portal, a single-page application: its files from the class path (Quarkus does that), the same page for
 * each of its own addresses, and the settings that it reads at its start.
 */
@ApplicationScoped
class Portal {

    /** Before Quarkus's own routes, which serve the files. */
    private static final int FIRST = -1_000;
    /** After all of them: nobody else knew the path. */
    private static final int LAST = 100_000;

    private static final String PAGE = "/index.html";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final String settings;
    private final String policy;

    Portal(GatewayConfig config) {
        settings = new JsonObject()
                .put("oidcAuthority", config.oidcAuthority().toString())
                .put("oidcClientId", config.oidcClientId())
                .encode();
        policy = policy(origin(config.oidcAuthority()));
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }

    /** Scripts from here alone; the browser talks to nobody but us and the identity provider. */
    private static String policy(String identityProvider) {
        return "default-src 'self'; connect-src 'self' " + identityProvider + "; frame-src 'self' " + identityProvider
                + "; form-action 'self' " + identityProvider
                // Components set positions as inline styles; images of icons are data in the style sheets.
                + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"
                + "; object-src 'none'; base-uri 'self'; frame-ancestors 'self'";
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::addHeaders);
        router.get("/config.json").handler(this::answerSettings);
        router.get("/docs").order(FIRST + 1).handler(context -> context.reroute("/docs/index.html"));
        router.route().order(LAST).handler(Portal::answerPage);
    }

    private void addHeaders(RoutingContext context) {
        var path = context.normalizedPath();
        if (!path.startsWith("/v1/")) {
            context.response()
                    .putHeader("Content-Security-Policy", policy)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "same-origin")
                    // Names of files below these two change with their content; all others are asked for again.
                    .putHeader(
                            "Cache-Control",
                            path.startsWith("/assets/") || path.startsWith("/webjars/") ? FOREVER : "no-cache");
        }
        context.next();
    }

    private void answerSettings(RoutingContext context) {
        context.response().putHeader("Content-Type", "application/json").end(settings);
    }

    /** A person who opens a link into the portal gets its page; a missing file stays missing. */
    private static void answerPage(RoutingContext context) {
        var path = context.normalizedPath();
        var reads = context.request().method() == HttpMethod.GET
                || context.request().method() == HttpMethod.HEAD;
        var isFile = path.lastIndexOf('.') > path.lastIndexOf('/');
        if (!reads || isFile || path.startsWith("/q/") || path.startsWith("/assets/")) {
            context.response().putHeader("Cache-Control", "no-store");
            context.next();
        } else {
            context.reroute(PAGE);
        }
    }
}
