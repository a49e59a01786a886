package dev.posthorn.delivery.signing;

import dev.posthorn.foundation.secret.Secret;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

/**
 * The key of a signing secret.
 *
 * @param prototype holds the key, ready to be copied: finding and keying a new one costs more than most signatures
 * @param expiresAt when it stops being used, after a rotation; null for the current one
 */
public record SigningKey(Mac prototype, Instant expiresAt) {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    /**
     * @param secret {@code whsec_} and base64 (Standard Webhooks, "Symmetric signatures")
     * @throws IllegalArgumentException when it is no such thing
     */
    public static SigningKey of(Secret secret, Instant expiresAt) {
        String text = secret.reveal();
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A signing secret must begin with " + PREFIX);
        }
        byte[] raw = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        return new SigningKey(keyed(new SecretKeySpec(raw, ALGORITHM)), expiresAt);
    }

    boolean isUsedAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /** One of the caller's own. */
    Mac mac() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be copied", impossible);
        }
    }

    private static Mac keyed(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, impossible);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[expiresAt=" + expiresAt + "]";
    }
}
