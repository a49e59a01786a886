package dev.posthorn.contracts;

import java.util.List;
import java.util.Objects;

/**
 * Some records of the catalog, each at one version.
 *
 * <p>Identity rule: each record stands for itself by its kind, id and version. A consumer keeps the record with the
 * highest version it has seen and ignores the rest, so that messages may arrive twice, late or out of order. A full
 * snapshot is sent as ordinary messages of this type, and carries deletions too.
 *
 * @param records the changed records, in no particular order
 */
public record CatalogChanges(List<CatalogRecord> records) {

    public CatalogChanges {
        records = List.copyOf(Objects.requireNonNull(records, "records are missing"));
    }
}
