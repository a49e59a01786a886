package dev.posthorn.contracts;

import java.util.List;

/**
 * A tenant.
 *
 * @param contacts e-mail addresses that are told of failures
 */
public record TenantRecord(String id, long version, boolean deleted, String name, List<String> contacts)
        implements CatalogRecord {

    public TenantRecord {
        contacts = contacts == null ? List.of() : List.copyOf(contacts);
    }

    public static TenantRecord deleted(String id, long version) {
        return new TenantRecord(id, version, true, null, null);
    }
}
