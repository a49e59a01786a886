package dev.posthorn.subscription.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.posthorn.contracts.Addresses;
import dev.posthorn.contracts.CatalogChanges;
import dev.posthorn.contracts.CatalogRecord;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.foundation.outbox.OutboxRepository;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;

/** Promises, in the present transaction, to tell the other services of changed records. */
@ApplicationScoped
public class CatalogPublisher {

    /** Keeps a message far below the broker's limit for ordinary ones. */
    static final int RECORDS_PER_MESSAGE = 200;

    private final OutboxRepository outbox;

    CatalogPublisher(OutboxRepository outbox) {
        this.outbox = outbox;
    }

    public void publish(CatalogRecord record) {
        publish(List.of(record));
    }

    public void publish(List<? extends CatalogRecord> records) {
        for (int from = 0; from < records.size(); from += RECORDS_PER_MESSAGE) {
            int to = Math.min(from + RECORDS_PER_MESSAGE, records.size());
            outbox.append(Addresses.CATALOG, write(List.copyOf(records.subList(from, to))));
        }
    }

    private static byte[] write(List<CatalogRecord> records) {
        try {
            return ContractsJson.MAPPER.writeValueAsBytes(new CatalogChanges(records));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Catalog changes cannot be written", e);
        }
    }
}
