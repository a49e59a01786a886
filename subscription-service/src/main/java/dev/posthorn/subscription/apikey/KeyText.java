package dev.posthorn.subscription.apikey;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthorn.foundation.identity.ApiKey;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** A key itself: {@code phk_} and 43 characters of base64url, which are 256 random bits. */
@Schema(type = SchemaType.STRING, examples = "phk_Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktbm8ta2V5")
public record KeyText(@JsonValue String reveal) {

    private static final Pattern FORM = Pattern.compile(ApiKey.PREFIX + "[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException with a sentence for people, which does not repeat the key */
    public KeyText {
        if (!FORM.matcher(reveal).matches()) {
            throw new IllegalArgumentException(
                    "An API key is " + ApiKey.PREFIX + " followed by 43 characters of base64url");
        }
    }

    static KeyText generate() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new KeyText(
                ApiKey.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String hash() {
        return ApiKey.hash(reveal);
    }

    @Override
    public String toString() {
        return "KeyText[…]";
    }
}
