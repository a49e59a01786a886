package dev.posthorn.subscription.endpoint.auth;

import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * OAuth 2.0 client credentials (RFC 6749 §4.4): requests carry a token that is asked for at the token URL.
 *
 * @param scopes null for none
 * @param audience null for none
 */
public record OAuth2Auth(
        @Schema(
                required = true,
                description = "Its address is judged like an endpoint's",
                examples = "https://login.acme.example/token")
        String tokenUrl,

        @Schema(required = true) String clientId,
        @Schema(required = true) String clientSecret,

        @Schema(nullable = true, examples = "[\"webhooks\"]")
        List<String> scopes,

        @Schema(nullable = true) String audience)
        implements Auth {

    public static final String TOKEN_URL_FIELD = "auth.tokenUrl";

    private static final int MOST_SCOPES = 50;

    /** RFC 6749 §3.3, scope-token. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,256}");

    public OAuth2Auth {
        AuthText.check(TOKEN_URL_FIELD, tokenUrl);
        AuthText.check("auth.clientId", clientId);
        AuthText.check("auth.clientSecret", clientSecret);
        if (audience != null) {
            AuthText.check("auth.audience", audience);
        }
        scopes = scopes == null || scopes.isEmpty() ? null : checked(scopes);
    }

    private static List<String> checked(List<String> scopes) {
        if (scopes.size() > MOST_SCOPES) {
            throw ApiException.invalid("auth.scopes", "There are at most " + MOST_SCOPES + " scopes");
        }
        for (int at = 0; at < scopes.size(); at++) {
            if (scopes.get(at) == null || !SCOPE.matcher(scopes.get(at)).matches()) {
                throw ApiException.invalid(
                        "auth.scopes[" + at + "]",
                        "A scope has 1 to 256 visible ASCII characters, and no spaces, quotes or backslashes");
            }
        }
        return List.copyOf(scopes);
    }

    @Override
    public Auth hidden() {
        return new OAuth2Auth(tokenUrl, clientId, HIDDEN, scopes, audience);
    }

    @Override
    public Optional<String> headerName() {
        return Optional.of(AUTHORIZATION);
    }

    @Override
    public String toString() {
        return "OAuth2Auth[" + tokenUrl + "]";
    }
}
