package dev.posthorn.delivery.signing;

import dev.posthorn.foundation.secret.Secret;

import java.time.Instant;
import java.util.Base64;

/** The key of a signing secret. */
public sealed interface SigningKey permits HmacKey, Ed25519Key {

    /** When it stops being used, after a rotation; null for the current one. */
    Instant expiresAt();

    /** How Standard Webhooks names the kind of its signatures: {@code v1} or {@code v1a}. */
    String version();

    /** The signature of the parts, one after the other. Any thread. */
    byte[] sign(byte[]... parts);

    default boolean isUsedAt(Instant now) {
        return expiresAt() == null || now.isBefore(expiresAt());
    }

    /**
     * @param secret {@code whsec_} and base64 of an HMAC's key, or {@code whsk_} and base64 of an Ed25519 key (Standard
     *     Webhooks 1.0, "Signature scheme")
     * @throws IllegalArgumentException when it is no such thing
     */
    static SigningKey of(Secret secret, Instant expiresAt) {
        String text = secret.reveal();
        int prefix = text.indexOf('_') + 1;
        return switch (text.substring(0, prefix)) {
            case "whsec_" -> new HmacKey(decode(text, prefix), expiresAt);
            case "whsk_" -> new Ed25519Key(decode(text, prefix), expiresAt);
            default -> throw new IllegalArgumentException("A signing secret must begin with whsec_ or whsk_");
        };
    }

    private static byte[] decode(String text, int prefix) {
        try {
            return Base64.getDecoder().decode(text.substring(prefix));
        } catch (IllegalArgumentException e) {
            // Without its cause, whose message shows a character of the secret.
            throw new IllegalArgumentException("What follows the prefix of a signing secret must be base64");
        }
    }
}
