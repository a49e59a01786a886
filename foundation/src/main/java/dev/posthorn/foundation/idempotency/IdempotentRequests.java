package dev.posthorn.foundation.idempotency;

import dev.posthorn.foundation.identity.Caller;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Optional;

/** Knows whether the present request carries an {@code Idempotency-Key}. Works on any thread with the request's context. */
@ApplicationScoped
public class IdempotentRequests {

    private final HttpServerRequest request;
    private final SecurityIdentity identity;
    private final BodyDigest body;

    IdempotentRequests(HttpServerRequest request, SecurityIdentity identity, BodyDigest body) {
        this.request = request;
        this.identity = identity;
        this.body = body;
    }

    /** Empty when the request may be repeated at will, for all its sender cares. */
    public Optional<IdempotentRequest> current() {
        String key = request.getHeader(IdempotentRequest.HEADER);
        if (key == null) {
            return Optional.empty();
        }
        String tenant = Caller.of(identity).tenantId();
        return Optional.of(IdempotentRequest.of(tenant, key, request.method().name(), request.uri(), body.value()));
    }
}
