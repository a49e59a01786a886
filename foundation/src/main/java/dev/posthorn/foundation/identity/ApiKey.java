package dev.posthorn.foundation.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/**
 * An API key as it is stored: never the key itself.
 *
 * @param id its TypeID ({@code key_…})
 * @param tenantId null for a key of the operator
 * @param scopes out of {@code events:write}, {@code manage}, {@code read}
 * @param expiresAt null when it does not expire
 */
public record ApiKey(String id, String tenantId, Set<String> scopes, Instant expiresAt) {

    /** How every key begins, so that leaked ones can be found and tokens told apart. */
    public static final String PREFIX = "phk_";

    /**
     * The lower-case hex SHA-256 under which a key is stored. A plain digest is enough, since a key holds 256 random bits
     * and cannot be guessed from its digest.
     */
    public static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    boolean isExpiredAt(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
