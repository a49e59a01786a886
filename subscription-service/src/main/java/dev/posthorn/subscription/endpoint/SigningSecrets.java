package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.subscription.endpoint.option.Signature;
import dev.posthorn.subscription.endpoint.option.SignatureScheme;
import dev.posthorn.subscription.endpoint.option.WebhookSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Shows and rotates an endpoint's signing secrets. */
@ApplicationScoped
@Transactional
class SigningSecrets {

    /** Old ones: every request carries a signature for each of them. */
    private static final int GREATEST_NUMBER = 10;

    private final EndpointRepository repository;
    private final EndpointCatalog catalog;
    private final EndpointSeal seal;
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    SigningSecrets(EndpointRepository repository, EndpointCatalog catalog, EndpointSeal seal) {
        this.repository = repository;
        this.catalog = catalog;
        this.seal = seal;
    }

    EndpointSecret show(TenantId tenant, EndpointId id) {
        return view(repository.findAlive(tenant, id).orElseThrow(Endpoints::notFound));
    }

    EndpointSecret rotate(TenantId tenant, EndpointId id, Rotation rotation) {
        EndpointEntity endpoint = repository.lock(tenant, id).orElseThrow(Endpoints::notFound);
        SignatureScheme scheme = signature(endpoint).scheme();
        WebhookSecret secret = rotation.secret() == null ? WebhookSecret.generateFor(scheme) : rotation.secret();
        if (!secret.fits(scheme)) {
            throw ApiException.invalid(
                    "secret",
                    "The endpoint signs with the scheme " + scheme + ", whose secrets begin with "
                            + WebhookSecret.prefixOf(scheme));
        }
        if (secret.equals(current(endpoint))) {
            throw ApiException.invalid("secret", "This is the endpoint's secret already");
        }
        Instant now = clock.instant();
        endpoint.rotate(seal.seal(secret, id), now.plus(rotation.overlap()), now);
        if (endpoint.previousSecrets().size() > GREATEST_NUMBER) {
            throw ApiException.conflict(
                    "overlap",
                    "The endpoint would have more than " + GREATEST_NUMBER
                            + " old secrets at once; wait for one to expire, or ask for a shorter overlap");
        }
        endpoint.changed(now);
        catalog.publish(endpoint);
        return view(endpoint);
    }

    private static Signature signature(EndpointEntity endpoint) {
        Signature signature = endpoint.deliveryOptions().signature();
        return signature == null ? Signature.STANDARD : signature;
    }

    private WebhookSecret current(EndpointEntity endpoint) {
        return seal.openSecret(endpoint.currentSecret().sealed(), endpoint.id());
    }

    private EndpointSecret view(EndpointEntity endpoint) {
        Instant now = clock.instant();
        Signature signature = signature(endpoint);
        WebhookSecret current = current(endpoint);
        return new EndpointSecret(
                signature.scheme(),
                signature.scheme().isAsymmetric() ? null : current,
                current.publicKey().orElse(null),
                signature.verification(),
                endpoint.previousSecrets().stream()
                        .filter(secret -> secret.isUsedAt(now))
                        .map(secret -> new EndpointSecret.Previous(secret.expiresAt()))
                        .toList());
    }
}
