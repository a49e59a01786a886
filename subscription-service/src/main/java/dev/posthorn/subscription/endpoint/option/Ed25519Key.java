package dev.posthorn.subscription.endpoint.option;

import com.google.crypto.tink.subtle.Ed25519Sign;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** A private key of Ed25519 (RFC 8032 §5.1.5), known by its seed. */
final class Ed25519Key {

    static final int SEED_BYTES = 32;

    private static final int WITH_PUBLIC_KEY_BYTES = 64;

    private Ed25519Key() {}

    /**
     * The public key of a private one.
     *
     * @param key the seed, or the seed followed by its public key, as NaCl has it
     * @return 32 bytes; empty when it is no key, or its halves do not fit
     */
    static Optional<byte[]> publicKeyOf(byte[] key) {
        if (key.length != SEED_BYTES && key.length != WITH_PUBLIC_KEY_BYTES) {
            return Optional.empty();
        }
        byte[] publicKey = derive(Arrays.copyOf(key, SEED_BYTES));
        boolean fits = key.length == SEED_BYTES
                || Arrays.equals(key, SEED_BYTES, WITH_PUBLIC_KEY_BYTES, publicKey, 0, publicKey.length);
        return fits ? Optional.of(publicKey) : Optional.empty();
    }

    private static byte[] derive(byte[] seed) {
        try {
            return Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Any 32 bytes are the seed of a key", impossible);
        }
    }
}
