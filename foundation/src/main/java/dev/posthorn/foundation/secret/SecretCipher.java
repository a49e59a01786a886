package dev.posthorn.foundation.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/**
 * Seals and opens secrets with AES-256-GCM (NIST SP 800-38D). What is sealed names its key by Tink's prefix, so that a
 * new key can take over while the old ones still open.
 */
public final class SecretCipher {

    private static final int KEY_BYTES = 32;

    private final Aead aead;

    /**
     * @param key base64 of 32 bytes; seals and opens
     * @param previousKeys only open
     * @throws IllegalArgumentException when a key is no such thing
     */
    public SecretCipher(String key, List<String> previousKeys) {
        try {
            AeadConfig.register();
            var keys = KeysetHandle.newBuilder().addEntry(entry(key).makePrimary());
            for (String previous : previousKeys) {
                keys.addEntry(entry(previous));
            }
            this.aead = keys.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The keys for secrets cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * @param context what the secret belongs to, such as an endpoint's id; opening it anywhere else fails
     * @return base64
     */
    public String seal(Secret secret, String context) {
        try {
            byte[] sealed = aead.encrypt(bytes(secret.reveal()), bytes(context));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret cannot be sealed", e);
        }
    }

    /** @throws IllegalStateException when it was sealed under another key, for another context, or was altered */
    public Secret open(String sealed, String context) {
        try {
            byte[] opened = aead.decrypt(Base64.getDecoder().decode(sealed), bytes(context));
            return new Secret(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("A secret of " + context + " cannot be opened with the configured keys", e);
        }
    }

    private static KeysetHandle.Builder.Entry entry(String base64) throws GeneralSecurityException {
        byte[] raw = decode(base64);
        int id = idOf(raw);
        var parameters = AesGcmParameters.builder()
                .setKeySizeBytes(KEY_BYTES)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.TINK)
                .build();
        var key = AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(raw, InsecureSecretKeyAccess.get()))
                .setIdRequirement(id)
                .build();
        return KeysetHandle.importKey(key).withFixedId(id);
    }

    private static byte[] decode(String base64) {
        byte[] raw;
        try {
            raw = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("posthorn.secrets.key must be base64 of 32 random bytes", notBase64);
        }
        if (raw.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "posthorn.secrets.key must be base64 of 32 random bytes, but has " + raw.length);
        }
        return raw;
    }

    /** The same key has the same id in every service and after every start. */
    private static int idOf(byte[] key) throws GeneralSecurityException {
        return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getInt();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
