package dev.posthorn.subscription.endpoint;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.foundation.id.TypeId;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import java.time.Instant;
import java.util.UUID;

/** A signing secret's row: the one in use, or one that a rotation replaced and that still signs for a while. */
@Entity
@Table(name = "signing_secret")
class SigningSecretEntity {

    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private EndpointEntity endpoint;

    private String sealed;
    private Instant createdAt;
    private Instant expiresAt;

    protected SigningSecretEntity() {}

    static SigningSecretEntity create(EndpointEntity endpoint, String sealed, Instant now) {
        var secret = new SigningSecretEntity();
        secret.id = TypeId.next();
        secret.endpoint = endpoint;
        secret.sealed = sealed;
        secret.createdAt = now;
        return secret;
    }

    boolean isCurrent() {
        return expiresAt == null;
    }

    boolean isUsedAt(Instant now) {
        return isCurrent() || now.isBefore(expiresAt);
    }

    /** Never later than it would end anyway. */
    void endBy(Instant end) {
        if (isUsedAt(end)) {
            expiresAt = end;
        }
    }

    String sealed() {
        return sealed;
    }

    /** Null while it is in use. */
    Instant expiresAt() {
        return expiresAt;
    }

    EndpointRecord.SigningSecret toRecord() {
        return new EndpointRecord.SigningSecret(sealed, expiresAt);
    }
}
