package dev.posthorn.subscription.endpoint.auth;

import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Optional;

/** A token that never changes (RFC 6750). */
public record BearerAuth(@Schema(required = true) String token) implements Auth {

    private static final String TOKEN = "auth.token";

    public BearerAuth {
        AuthText.check(TOKEN, token);
        if (!token.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw ApiException.invalid(TOKEN, "A token has visible ASCII characters only, and no spaces");
        }
    }

    @Override
    public Auth hidden() {
        return new BearerAuth(HIDDEN);
    }

    @Override
    public Optional<String> headerName() {
        return Optional.of(AUTHORIZATION);
    }

    @Override
    public String toString() {
        return "BearerAuth[…]";
    }
}
