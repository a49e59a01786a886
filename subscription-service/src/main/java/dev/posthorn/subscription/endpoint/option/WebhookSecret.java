package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A signing secret as Standard Webhooks 1.0 writes it: {@code whsec_} and base64 of 24 to 64 random bytes, or, for
 * Ed25519, {@code whsk_} and base64 of the private key: its seed of 32 bytes, which the public key may follow.
 */
@Schema(
        type = SchemaType.STRING,
        pattern = "^(whsec|whsk)_[A-Za-z0-9+/]{32,88}={0,2}$",
        examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")
public record WebhookSecret(@JsonValue String reveal) {

    private static final String SYMMETRIC = "whsec_";
    private static final String PRIVATE = "whsk_";
    private static final String PUBLIC = "whpk_";
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final int OWN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException with a sentence for people, which does not repeat the secret */
    @JsonCreator
    public WebhookSecret {
        if (reveal == null || !(isSymmetric(reveal) || isPrivateKey(reveal))) {
            throw new IllegalArgumentException("A secret is " + SYMMETRIC + " followed by base64 of " + FEWEST_BYTES
                    + " to " + MOST_BYTES + " random bytes; for the scheme standard-ed25519, " + PRIVATE
                    + " followed by base64 of a private key's 32-byte seed, or of the seed and its public key");
        }
    }

    public static WebhookSecret generateFor(SignatureScheme scheme) {
        byte[] bytes = new byte[scheme.isAsymmetric() ? Ed25519Key.SEED_BYTES : OWN_BYTES];
        RANDOM.nextBytes(bytes);
        return new WebhookSecret(prefixOf(scheme) + Base64.getEncoder().encodeToString(bytes));
    }

    /** How secrets of a scheme begin. */
    public static String prefixOf(SignatureScheme scheme) {
        return scheme.isAsymmetric() ? PRIVATE : SYMMETRIC;
    }

    public boolean fits(SignatureScheme scheme) {
        return reveal.startsWith(prefixOf(scheme));
    }

    /** {@code whpk_} and base64; empty for a secret that receivers share. */
    public Optional<String> publicKey() {
        return reveal.startsWith(PRIVATE)
                ? Ed25519Key.publicKeyOf(decode(reveal, PRIVATE))
                        .map(key -> PUBLIC + Base64.getEncoder().encodeToString(key))
                : Optional.empty();
    }

    private static boolean isSymmetric(String text) {
        byte[] bytes = decode(text, SYMMETRIC);
        return bytes.length >= FEWEST_BYTES && bytes.length <= MOST_BYTES;
    }

    private static boolean isPrivateKey(String text) {
        return Ed25519Key.publicKeyOf(decode(text, PRIVATE)).isPresent();
    }

    /** Only the canonical spelling: receivers' libraries differ in what else they decode, and to what. */
    private static byte[] decode(String text, String prefix) {
        byte[] nothing = {};
        if (!text.startsWith(prefix)) {
            return nothing;
        }
        String base64 = text.substring(prefix.length());
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Base64.getEncoder().encodeToString(bytes).equals(base64) ? bytes : nothing;
        } catch (IllegalArgumentException notBase64) {
            return nothing;
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }
}
