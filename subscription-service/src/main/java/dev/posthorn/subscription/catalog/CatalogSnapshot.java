package dev.posthorn.subscription.catalog;

import dev.posthorn.contracts.CatalogRecord;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;

/**
 * Sends the whole catalog, a message at a time, each in a transaction of its own: it needs neither the memory nor the
 * long transaction of a consistent picture, since every record carries its version. A change made meanwhile is sent by
 * whoever makes it; an interrupted snapshot is simply begun again.
 */
@ApplicationScoped
public class CatalogSnapshot {

    private final List<CatalogSource> sources;
    private final CatalogPublisher publisher;

    CatalogSnapshot(@All List<CatalogSource> sources, CatalogPublisher publisher) {
        this.sources = sources;
        this.publisher = publisher;
    }

    /** What a snapshot held. */
    public record Sent(int records, int messages) {}

    public Sent send() {
        int records = 0;
        int messages = 0;
        for (CatalogSource source : sources) {
            List<? extends CatalogRecord> page = sendAfter(source, null);
            while (!page.isEmpty()) {
                records += page.size();
                messages++;
                page = sendAfter(source, page.getLast().id());
            }
        }
        return new Sent(records, messages);
    }

    private List<? extends CatalogRecord> sendAfter(CatalogSource source, String id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<? extends CatalogRecord> page = source.recordsAfter(id, CatalogPublisher.RECORDS_PER_MESSAGE);
            publisher.publish(page);
            return page;
        });
    }
}
