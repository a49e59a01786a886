package dev.posthorn.subscription.apikey;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthorn.foundation.identity.Permission;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an API key may be used for. */
@Schema(
        type = SchemaType.STRING,
        enumeration = {"events:write", "manage", "read"})
public enum Scope {
    EVENTS_WRITE(Permission.PUBLISH),
    MANAGE(Permission.MANAGE),
    READ(Permission.READ);

    private final Permission permission;

    Scope(Permission permission) {
        this.permission = permission;
    }

    Permission permission() {
        return permission;
    }

    static Scope of(String text) {
        for (Scope scope : values()) {
            if (scope.toString().equals(text)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("No such scope: " + text);
    }

    @JsonValue
    @Override
    public String toString() {
        return permission.scope();
    }
}
