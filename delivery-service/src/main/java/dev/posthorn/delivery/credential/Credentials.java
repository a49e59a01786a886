package dev.posthorn.delivery.credential;

import dev.posthorn.foundation.secret.Secret;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What an endpoint's requests identify themselves with. */
public sealed interface Credentials {

    /** Always the same header in each request. */
    sealed interface Fixed extends Credentials {

        String header();

        Secret value();
    }

    /** A user name and a password (RFC 7617). */
    record Basic(String username, Secret password) implements Fixed {

        @Override
        public String header() {
            return "Authorization";
        }

        @Override
        public Secret value() {
            byte[] pair = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
        }
    }

    /** A token that stays the same (RFC 6750 §2.1). */
    record Bearer(Secret token) implements Fixed {

        @Override
        public String header() {
            return "Authorization";
        }

        @Override
        public Secret value() {
            return new Secret("Bearer " + token.reveal());
        }
    }

    /** A header of the receiver's choice. */
    record ApiKey(String header, Secret value) implements Fixed {}

    /**
     * A token that is asked for again and again, by client credentials (RFC 6749 §4.4).
     *
     * @param scopes empty for the token server's default
     * @param audience null for none
     */
    record OAuth2(URI tokenUrl, String clientId, Secret clientSecret, List<String> scopes, String audience)
            implements Credentials {}

    /**
     * A client certificate (RFC 8446 §4.4.2).
     *
     * @param certificate in PEM, with the certificates between it and its root
     * @param privateKey in PEM (PKCS #8)
     */
    record MutualTls(String certificate, Secret privateKey) implements Credentials {}
}
