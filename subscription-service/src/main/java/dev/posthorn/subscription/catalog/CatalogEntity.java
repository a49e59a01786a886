package dev.posthorn.subscription.catalog;

import jakarta.persistence.MappedSuperclass;

import java.time.Instant;

/**
 * What every record of the catalog has. Its version rises by one with every change, under a lock on its row, so that no
 * two states of a record ever carry the same number.
 */
@MappedSuperclass
public abstract class CatalogEntity {

    private long version;
    private Instant createdAt;
    private Instant updatedAt;
    private Instant deletedAt;

    protected CatalogEntity() {}

    /** The first state, or the first one after a deletion: the version goes on from where it was. */
    protected final void begin(Instant now) {
        version++;
        createdAt = now;
        updatedAt = now;
        deletedAt = null;
    }

    /** To be called once in every transaction that changes the record. */
    protected final void touch(Instant now) {
        version++;
        updatedAt = now;
    }

    protected final void bury(Instant now) {
        touch(now);
        deletedAt = now;
    }

    public final long version() {
        return version;
    }

    public final Instant createdAt() {
        return createdAt;
    }

    public final Instant updatedAt() {
        return updatedAt;
    }

    public final boolean isDeleted() {
        return deletedAt != null;
    }
}
