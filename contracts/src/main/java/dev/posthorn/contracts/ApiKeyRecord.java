package dev.posthorn.contracts;

import java.time.Instant;
import java.util.Set;

/**
 * An API key, without the key.
 *
 * @param tenantId the one tenant it reaches; null for a key of the operator
 * @param hash lower-case hex SHA-256 of the key
 * @param scopes out of {@code events:write}, {@code manage}, {@code read}
 * @param expiresAt null when it does not expire
 */
public record ApiKeyRecord(
        String id,
        long version,
        boolean deleted,
        String tenantId,
        String name,
        String hash,
        Set<String> scopes,
        Instant expiresAt)
        implements CatalogRecord {

    public ApiKeyRecord {
        scopes = scopes == null ? Set.of() : Set.copyOf(scopes);
    }

    public static ApiKeyRecord deleted(String id, long version) {
        return new ApiKeyRecord(id, version, true, null, null, null, null, null);
    }
}
