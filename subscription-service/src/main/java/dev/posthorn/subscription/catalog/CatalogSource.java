package dev.posthorn.subscription.catalog;

import dev.posthorn.contracts.CatalogRecord;

import java.util.List;

/** One kind of records, all of them, deleted ones included. */
public interface CatalogSource {

    /**
     * Reads some records in the order of their ids, within the present transaction.
     *
     * @param id those after it are wanted; null for the first ones
     * @return at most {@code limit}; fewer only at the end
     */
    List<? extends CatalogRecord> recordsAfter(String id, int limit);
}
