package dev.posthorn.delivery.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;

/** A private key for Ed25519 (RFC 8032 §5.1). Receivers check with the public one, and can sign nothing themselves. */
final class Ed25519Key implements SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final int SEED_BYTES = 32;

    private final PrivateKey key;
    private final Instant expiresAt;

    /**
     * @param raw the seed of 32 bytes, or 64 bytes of which the first half is the seed and the second the public key, as
     *     libsodium writes private keys
     */
    Ed25519Key(byte[] raw, Instant expiresAt) {
        if (raw.length != SEED_BYTES && raw.length != 2 * SEED_BYTES) {
            throw new IllegalArgumentException(
                    "A secret that begins with whsk_ must have 32 or 64 bytes, but has " + raw.length);
        }
        this.expiresAt = expiresAt;
        try {
            this.key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(
                            new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(raw, SEED_BYTES)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java has " + ALGORITHM + " since version 15", impossible);
        }
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public String version() {
        return "v1a";
    }

    @Override
    public byte[] sign(byte[]... parts) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A key that could be read can sign", impossible);
        }
    }

    @Override
    public String toString() {
        return "Ed25519Key[expiresAt=" + expiresAt + "]";
    }
}
