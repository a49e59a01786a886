package dev.posthorn.delivery.routing;

import dev.posthorn.delivery.credential.Credentials;
import dev.posthorn.delivery.signing.SignatureScheme;

/**
 * How an endpoint's requests look.
 *
 * @param credentials what they identify themselves with, beside the signature; null for nothing
 */
public record RequestForm(Format format, SignatureScheme scheme, Credentials credentials) {

    static final RequestForm DEFAULT = new RequestForm(Format.ENVELOPE, new SignatureScheme.Standard(), null);
}
