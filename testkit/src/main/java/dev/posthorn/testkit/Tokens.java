package dev.posthorn.testkit;

import io.smallrye.jwt.build.Jwt;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Access tokens as Keycloak issues them for the realm {@code posthorn}, signed for the identity provider that
 * {@code OidcWiremockTestResource} plays. Send them as {@code Authorization: Bearer …}.
 */
public final class Tokens {

    private static final String ISSUER = "https://server.example.com";
    private static final String AUDIENCE = "posthorn";
    /** The private key, and its id, whose public half the test provider publishes. */
    private static final String KEY = "privateKey.jwk";

    private static final String KEY_ID = "1";

    private Tokens() {}

    /** A person of the company that runs Posthorn. */
    public static String operator() {
        return token("operator", "operator", Optional.empty());
    }

    /** A person who reads and changes one tenant. */
    public static String tenantAdmin(String tenant) {
        return token(tenant + "-admin", "tenant-admin", Optional.of(tenant));
    }

    /** A person who reads one tenant. */
    public static String tenantViewer(String tenant) {
        return token(tenant + "-viewer", "tenant-viewer", Optional.of(tenant));
    }

    private static String token(String user, String role, Optional<String> tenant) {
        var claims = Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(user)
                .preferredUserName(user)
                .claim("azp", "posthorn-portal")
                .claim("realm_access", Map.of("roles", List.of(role)));
        tenant.ifPresent(id -> claims.claim("tenant", id));
        return claims.jws().keyId(KEY_ID).sign(KEY);
    }
}
