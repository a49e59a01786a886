package dev.posthorn.delivery.signing;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/** A key for HMAC-SHA256. */
final class HmacKey implements SigningKey {

    private static final String ALGORITHM = "HmacSHA256";

    /** Holds the key, ready to be copied: finding and keying a new one costs more than most signatures. */
    private final Mac prototype;

    private final Instant expiresAt;

    HmacKey(byte[] key, Instant expiresAt) {
        this.expiresAt = expiresAt;
        try {
            this.prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, impossible);
        }
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public String version() {
        return "v1";
    }

    @Override
    public byte[] sign(byte[]... parts) {
        Mac mac = copy();
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private Mac copy() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be copied", impossible);
        }
    }

    @Override
    public String toString() {
        return "HmacKey[expiresAt=" + expiresAt + "]";
    }
}
