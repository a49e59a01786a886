package dev.posthorn.subscription.tenant;

import dev.posthorn.contracts.TenantRecord;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.json.JsonText;
import dev.posthorn.subscription.catalog.CatalogEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A tenant's row. */
@Entity
@Table(name = "tenant")
class TenantEntity extends CatalogEntity {

    @Id
    private String id;

    private UUID sortId;
    private String name;
    private List<String> contacts;
    private String metadata;

    protected TenantEntity() {}

    static TenantEntity create(TenantId id, TenantOptions options, Instant now) {
        var tenant = new TenantEntity();
        tenant.id = id.value();
        tenant.sortId = TypeId.next();
        tenant.set(options);
        tenant.begin(now);
        return tenant;
    }

    void change(TenantOptions options, Instant now) {
        set(options);
        touch(now);
    }

    private void set(TenantOptions options) {
        name = options.name();
        contacts = options.contacts().stream().map(Contact::value).toList();
        metadata = options.metadata() == null ? null : options.metadata().value();
    }

    /** Names and addresses of people go; the id stays. */
    void delete(Instant now) {
        name = null;
        contacts = List.of();
        metadata = null;
        bury(now);
    }

    UUID sortId() {
        return sortId;
    }

    TenantId id() {
        return new TenantId(id);
    }

    TenantOptions options() {
        return new TenantOptions(name, contacts.stream().map(Contact::new).toList(), JsonText.ofNullable(metadata));
    }

    Tenant view() {
        var options = options();
        return new Tenant(id(), name, options.contacts(), options.metadata(), createdAt(), updatedAt());
    }

    TenantRecord toRecord() {
        return isDeleted()
                ? TenantRecord.deleted(id, version())
                : new TenantRecord(id, version(), false, name, contacts);
    }
}
