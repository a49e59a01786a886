package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.subscription.endpoint.option.WebhookSecret;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;

/** A change of secrets. */
public record Rotation(
        @Schema(
                description = "A secret of your own, which must fit the signature's scheme: whsec_, or whsk_ for "
                        + "standard-ed25519; without one, Posthorn makes one")
        WebhookSecret secret,

        @Schema(
                type = SchemaType.STRING,
                format = "duration",
                defaultValue = "PT24H",
                description = "How long requests are signed with the secrets before, too: from PT0S to PT168H")
        Duration overlap) {

    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(7);

    static final Rotation PLAIN = new Rotation(null, null);

    public Rotation {
        overlap = overlap == null ? USUAL : overlap;
        if (overlap.isNegative() || overlap.compareTo(LONGEST) > 0) {
            throw ApiException.invalid("overlap", "An overlap is from PT0S to PT168H");
        }
    }
}
