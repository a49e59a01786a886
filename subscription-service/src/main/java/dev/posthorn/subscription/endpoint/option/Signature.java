package dev.posthorn.subscription.endpoint.option;

import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How an endpoint's requests are signed, and where the signature stands.
 *
 * @param header of the scheme {@code hex}; null for the others, whose header is {@code webhook-signature}
 */
public record Signature(
        @Schema(required = true) SignatureScheme scheme,

        @Schema(nullable = true, description = "For hex only; without one, X-Webhook-Signature")
        String header) {

    public static final Signature STANDARD = new Signature(SignatureScheme.STANDARD, null);

    private static final String USUAL_HEX_HEADER = "X-Webhook-Signature";
    private static final String HEADER_FIELD = "signature.header";

    /** @throws ApiException 422 with the field */
    public Signature {
        if (scheme == null) {
            throw ApiException.missing("signature.scheme");
        }
        if (scheme == SignatureScheme.HEX) {
            header = header == null ? USUAL_HEX_HEADER : header;
            HeaderRules.checkName(HEADER_FIELD, header);
        } else if (header != null) {
            throw ApiException.invalid(
                    HEADER_FIELD,
                    "Only the scheme hex has a header of your choice: " + scheme + " signs in webhook-signature");
        }
    }

    /** What a receiver does to verify, in a sentence. */
    public String verification() {
        return switch (scheme) {
            case STANDARD ->
                "Header webhook-signature holds v1, and the base64 HMAC-SHA256 of webhook-id.webhook-timestamp.body "
                        + "(Standard Webhooks 1.0); the key is what follows whsec_ in secret, base64-decoded";
            case STANDARD_ED25519 ->
                "Header webhook-signature holds v1a, and the base64 Ed25519 signature of "
                        + "webhook-id.webhook-timestamp.body (Standard Webhooks 1.0); publicKey verifies it";
            case HEX ->
                "Header " + header + " holds the hex HMAC-SHA256 of the raw body; the key is the whole secret, whsec_ "
                        + "included, as UTF-8";
        };
    }
}
