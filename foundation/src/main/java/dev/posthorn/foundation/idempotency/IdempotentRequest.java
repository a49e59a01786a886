package dev.posthorn.foundation.idempotency;

import dev.posthorn.foundation.error.ApiException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What tells one request with an {@code Idempotency-Key} from another.
 *
 * @param scope whose key it is: a tenant's id, or {@code *} for the operator, so that callers never meet each other's
 * @param fingerprint hex SHA-256 of method, address and body
 */
public record IdempotentRequest(String scope, String key, String fingerprint) {

    public static final String HEADER = "Idempotency-Key";

    private static final String OPERATOR = "*";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    public IdempotentRequest {
        if (!KEY.matcher(key).matches()) {
            throw ApiException.malformed(HEADER, HEADER + " must have 1 to 255 visible ASCII characters");
        }
    }

    /** @param tenant null for the operator */
    static IdempotentRequest of(String tenant, String key, String method, String address, byte[] bodyDigest) {
        MessageDigest digest = sha256();
        digest.update((method + " " + address + "\n").getBytes(StandardCharsets.UTF_8));
        return new IdempotentRequest(
                tenant == null ? OPERATOR : tenant, key, HexFormat.of().formatHex(digest.digest(bodyDigest)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
