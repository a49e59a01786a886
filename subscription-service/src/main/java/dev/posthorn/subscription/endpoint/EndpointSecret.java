package dev.posthorn.subscription.endpoint;

import dev.posthorn.subscription.endpoint.option.WebhookSecret;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/**
 * What an endpoint's requests are signed with.
 *
 * @param previous those that rotations replaced and that still sign, the latest first
 */
public record EndpointSecret(WebhookSecret secret, List<Previous> previous) {

    /** A replaced secret, which is not shown again. */
    @Schema(name = "PreviousSecret")
    public record Previous(Instant expiresAt) {}
}
