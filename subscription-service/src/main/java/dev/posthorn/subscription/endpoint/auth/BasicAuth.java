package dev.posthorn.subscription.endpoint.auth;

import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Optional;

/** A user name and a password, as UTF-8 (RFC 7617). */
public record BasicAuth(
        @Schema(required = true) String username,
        @Schema(required = true) String password) implements Auth {

    public BasicAuth {
        AuthText.check("auth.username", username);
        AuthText.check("auth.password", password);
        if (username.contains(":")) {
            throw ApiException.invalid("auth.username", "A user name has no colon: it would end there (RFC 7617)");
        }
    }

    @Override
    public Auth hidden() {
        return new BasicAuth(username, HIDDEN);
    }

    @Override
    public Optional<String> headerName() {
        return Optional.of(AUTHORIZATION);
    }

    @Override
    public String toString() {
        return "BasicAuth[…]";
    }
}
