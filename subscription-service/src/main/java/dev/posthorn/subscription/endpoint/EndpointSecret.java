package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.subscription.endpoint.option.SignatureScheme;
import dev.posthorn.subscription.endpoint.option.WebhookSecret;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/**
 * What an endpoint's requests are verified with. A private key is never shown: only Posthorn needs it.
 *
 * @param previous those that rotations replaced and that still sign, the latest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record EndpointSecret(
        SignatureScheme scheme,

        @Schema(nullable = true, description = "Null for standard-ed25519")
        WebhookSecret secret,

        @Schema(
                nullable = true,
                description = "For standard-ed25519: whpk_ and base64 of 32 bytes",
                examples = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
        String publicKey,

        @Schema(description = "What a receiver does to verify, in a sentence")
        String verification,

        List<Previous> previous) {

    /** A replaced secret, which is not shown again. */
    @Schema(name = "PreviousSecret")
    public record Previous(Instant expiresAt) {}
}
