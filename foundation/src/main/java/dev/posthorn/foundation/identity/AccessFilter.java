package dev.posthorn.foundation.identity;

import dev.posthorn.foundation.error.ApiException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a request through to its operation, or not: 401 without a caller, 404 for another tenant's things, 403 when the
 * caller lacks the permission, in this order, so that nobody can learn which tenants there are.
 */
public class AccessFilter {

    static final String TENANT_PARAMETER = "tenant";

    private final CurrentIdentityAssociation identities;
    private final Map<Method, Optional<Access>> rules = new ConcurrentHashMap<>();

    AccessFilter(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION, nonBlocking = true)
    public Uni<Void> check(ResourceInfo operation, UriInfo uri) {
        if (!operation.getResourceClass().getName().startsWith("dev.posthorn.")) {
            return Uni.createFrom().voidItem();
        }
        String tenant = uri.getPathParameters().getFirst(TENANT_PARAMETER);
        Optional<Access> rule = rules.computeIfAbsent(
                operation.getResourceMethod(), method -> Optional.ofNullable(method.getAnnotation(Access.class)));
        return identities
                .getDeferredIdentity()
                .invoke(identity -> {
                    if (identity.isAnonymous()) {
                        throw ApiException.unauthorized("A valid access token or API key is needed");
                    }
                    decide(Caller.of(identity), tenant, rule);
                })
                .replaceWithVoid();
    }

    static void decide(Caller caller, String tenant, Optional<Access> rule) {
        if (tenant != null && !caller.reaches(tenant)) {
            throw ApiException.notFound("tenant");
        }
        boolean allowed = rule.isPresent()
                && caller.permissions().contains(rule.get().value())
                && (caller.isOperator() || isOpenToTenants(rule.get(), tenant));
        if (!allowed) {
            throw ApiException.forbidden("Your role or key does not allow this");
        }
    }

    private static boolean isOpenToTenants(Access rule, String tenant) {
        return !rule.operatorOnly() && (tenant != null || rule.anyTenant());
    }
}
