package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.security.SecureRandom;
import java.util.Base64;

/** A signing secret as Standard Webhooks 1.0 writes it: {@code whsec_} and base64 of 24 to 64 random bytes. */
@Schema(
        type = SchemaType.STRING,
        pattern = "^whsec_[A-Za-z0-9+/]{32,88}={0,2}$",
        examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")
public record WebhookSecret(@JsonValue String reveal) {

    private static final String PREFIX = "whsec_";
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final int OWN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException with a sentence for people, which does not repeat the secret */
    @JsonCreator
    public WebhookSecret {
        if (reveal == null || !reveal.startsWith(PREFIX) || !isLongEnough(reveal.substring(PREFIX.length()))) {
            throw new IllegalArgumentException("A secret is " + PREFIX + " followed by base64 of " + FEWEST_BYTES
                    + " to " + MOST_BYTES + " random bytes");
        }
    }

    public static WebhookSecret generate() {
        byte[] bytes = new byte[OWN_BYTES];
        RANDOM.nextBytes(bytes);
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /** Only the canonical spelling: receivers' libraries differ in what else they decode, and to what. */
    private static boolean isLongEnough(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length >= FEWEST_BYTES
                    && bytes.length <= MOST_BYTES
                    && Base64.getEncoder().encodeToString(bytes).equals(base64);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }
}
