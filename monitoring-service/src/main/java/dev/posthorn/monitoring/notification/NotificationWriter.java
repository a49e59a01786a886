package dev.posthorn.monitoring.notification;

import dev.posthorn.contracts.TenantRecord;
import dev.posthorn.monitoring.alert.AlertChanged;
import dev.posthorn.replica.Catalog;
import dev.posthorn.replica.CatalogReplica;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Promises the mails about an alert's change, in the transaction of that change. */
@ApplicationScoped
class NotificationWriter {

    private static final Logger LOG = Logger.getLogger(NotificationWriter.class);

    private final NotificationRepository repository;
    private final CatalogReplica catalog;
    private final MailConfig config;

    NotificationWriter(NotificationRepository repository, CatalogReplica catalog, MailConfig config) {
        this.repository = repository;
        this.catalog = catalog;
        this.config = config;
    }

    void promise(@Observes AlertChanged changed) {
        Catalog known = catalog.current();
        AlertFacts facts = AlertFacts.of(changed, known);
        Collection<String> recipients = recipients(known, changed.subject().tenantId());
        if (recipients.isEmpty()) {
            LOG.warnf("Nobody is told of alert %s: neither contacts nor operators are known", changed.id());
        }
        recipients.forEach(recipient -> repository.persist(new Notification(facts, recipient, changed.at())));
    }

    /** A tenant's contacts and the operators, each address once, however it is capitalised. */
    private Collection<String> recipients(Catalog known, String tenantId) {
        var addresses = new TreeMap<String, String>();
        TenantRecord tenant = tenantId == null ? null : known.tenant(tenantId);
        List<String> contacts = tenant == null ? List.of() : tenant.contacts();
        contacts.forEach(address -> addresses.putIfAbsent(address.toLowerCase(Locale.ROOT), address));
        config.operators()
                .orElse(List.of())
                .forEach(address -> addresses.putIfAbsent(address.toLowerCase(Locale.ROOT), address));
        return addresses.values();
    }
}
