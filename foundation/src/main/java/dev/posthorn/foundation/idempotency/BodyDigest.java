package dev.posthorn.foundation.idempotency;

import jakarta.enterprise.context.RequestScoped;

/** The digest of the present request's body, as {@link BodyDigestReader} saw it pass; of nothing when there is none. */
@RequestScoped
class BodyDigest {

    private byte[] value = IdempotentRequest.sha256().digest();

    byte[] value() {
        return value;
    }

    void set(byte[] digest) {
        value = digest;
    }
}
