package dev.posthorn.replica;

import dev.posthorn.foundation.error.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import java.time.Duration;

/**
 * Answers 404 where the path names a tenant that there is none of, after {@code AccessFilter} has let the caller pass. One
 * that was created a moment ago may still be on its way to us, so only what stays unknown is refused.
 */
public class KnownTenantFilter {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int MOST_LOOKS = 5;

    private final CatalogReplica catalog;

    KnownTenantFilter(CatalogReplica catalog) {
        this.catalog = catalog;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 1, nonBlocking = true)
    public Uni<Void> check(UriInfo uri) {
        String tenant = uri.getPathParameters().getFirst("tenant");
        return tenant == null || isKnown(tenant) ? Uni.createFrom().voidItem() : lookAgain(tenant, 1);
    }

    private Uni<Void> lookAgain(String tenant, int looks) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(BETWEEN_LOOKS).chain(() -> {
            if (isKnown(tenant)) {
                return Uni.createFrom().voidItem();
            }
            if (looks == MOST_LOOKS) {
                throw ApiException.notFound("tenant");
            }
            return lookAgain(tenant, looks + 1);
        });
    }

    private boolean isKnown(String tenant) {
        return catalog.current().tenant(tenant) != null;
    }
}
