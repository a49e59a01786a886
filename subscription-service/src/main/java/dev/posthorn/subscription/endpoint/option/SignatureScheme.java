package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Locale;

/** How requests are signed. */
@Schema(
        type = SchemaType.STRING,
        enumeration = {"standard", "standard-ed25519", "hex"})
public enum SignatureScheme {
    /** Standard Webhooks 1.0, symmetric: {@code v1}. */
    STANDARD,
    /** Standard Webhooks 1.0, asymmetric: {@code v1a}. */
    STANDARD_ED25519,
    /** For receivers that came before Standard Webhooks: the hex HMAC-SHA256 of the raw body in a header of choice. */
    HEX;

    /** Whether receivers verify with a public key, and never know the secret. */
    public boolean isAsymmetric() {
        return this == STANDARD_ED25519;
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
