package dev.posthorn.foundation.identity;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a caller may do, within the tenant it belongs to, or everywhere when it is the operator's. */
public enum Permission {
    READ("read"),
    MANAGE("manage"),
    PUBLISH("events:write");

    private final String scope;

    Permission(String scope) {
        this.scope = scope;
    }

    /** As API keys name it. */
    public String scope() {
        return scope;
    }

    public static Optional<Permission> ofScope(String scope) {
        for (Permission permission : values()) {
            if (permission.scope.equals(scope)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }

    /** Those that the scopes of an API key grant; who may manage may read. */
    static Set<Permission> ofScopes(Set<String> scopes) {
        var permissions = EnumSet.noneOf(Permission.class);
        scopes.forEach(scope -> ofScope(scope).ifPresent(permissions::add));
        if (permissions.contains(MANAGE)) {
            permissions.add(READ);
        }
        return permissions;
    }

    /**
     * Those of a realm role in Keycloak.
     *
     * <pre>
     * operator       READ MANAGE PUBLISH  everywhere
     * tenant-admin   READ MANAGE          own tenant
     * tenant-viewer  READ                 own tenant
     * </pre>
     */
    static Set<Permission> ofRole(String role) {
        return switch (role) {
            case Caller.OPERATOR_ROLE -> EnumSet.allOf(Permission.class);
            case "tenant-admin" -> EnumSet.of(READ, MANAGE);
            case "tenant-viewer" -> EnumSet.of(READ);
            default -> EnumSet.noneOf(Permission.class);
        };
    }
}
