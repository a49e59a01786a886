package dev.posthorn.foundation.identity;

import io.quarkus.security.identity.SecurityIdentity;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param name for logs and the audit log: a user's name or {@code api-key:<id>}
 * @param tenantId the one tenant it reaches; null for the operator, who reaches all
 */
public record Caller(String name, String tenantId, Set<Permission> permissions) {

    static final String OPERATOR_ROLE = "operator";

    /** The identity's attribute that holds the caller. */
    static final String ATTRIBUTE = "posthorn.caller";

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    public boolean isOperator() {
        return tenantId == null;
    }

    boolean reaches(String tenant) {
        return isOperator() || tenantId.equals(tenant);
    }

    /** Whether it may do something within a tenant. */
    public boolean may(Permission permission, String tenant) {
        return reaches(tenant) && permissions.contains(permission);
    }

    /** The caller behind an identity that {@link AccessFilter} let pass. */
    public static Caller of(SecurityIdentity identity) {
        Caller caller = identity.getAttribute(ATTRIBUTE);
        if (caller == null) {
            throw new IllegalStateException("The request was not authenticated");
        }
        return caller;
    }

    static Caller ofKey(ApiKey key) {
        return new Caller("api-key:" + key.id(), key.tenantId(), Permission.ofScopes(key.scopes()));
    }

    /**
     * The caller of a Keycloak token. One who is no operator and carries no tenant reaches nothing: tenants' ids are never
     * empty.
     */
    static Caller ofToken(String name, Set<String> roles, String tenantClaim) {
        var permissions = EnumSet.noneOf(Permission.class);
        roles.forEach(role -> permissions.addAll(Permission.ofRole(role)));
        boolean operator = roles.contains(OPERATOR_ROLE);
        return new Caller(name, operator ? null : tenantClaim == null ? "" : tenantClaim, permissions);
    }
}
