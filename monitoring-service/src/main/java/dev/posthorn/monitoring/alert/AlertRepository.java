package dev.posthorn.monitoring.alert;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The alerts. */
@ApplicationScoped
public class AlertRepository implements PanacheRepositoryBase<Alert, UUID> {

    /** Held until the transaction ends. The number is arbitrary, and used for nothing else. */
    private static final String TAKE_TURN = """
            select pg_try_advisory_xact_lock(5120936471)""";

    /** Whether the running transaction may evaluate; false while another instance does. */
    boolean takeTurn() {
        return (Boolean) getEntityManager().createNativeQuery(TAKE_TURN).getSingleResult();
    }

    /** By the partial unique index: the cost follows the alerts that are open, not those that ever were. */
    List<Alert> open() {
        return list("state <> 'resolved'");
    }

    @Transactional
    Map<String, Long> countOpenByState() {
        return open().stream().collect(Collectors.groupingBy(Alert::stateName, Collectors.counting()));
    }

    /** Which endpoints of a tenant have a firing alert. */
    @Transactional
    public Set<EndpointId> failingEndpoints(String tenantId) {
        return find("state = 'firing' and tenantId = ?1 and endpointId is not null", tenantId).stream()
                .map(alert -> alert.subject().endpointId())
                .collect(Collectors.toSet());
    }

    /** Newest first. Empty parameters stand for any tenant and any state. */
    @Transactional
    Page<AlertView> page(Optional<String> tenantId, Optional<String> state, PageRequest request) {
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        tenantId.ifPresent(tenant -> {
            conditions.add("tenantId = :tenant");
            values.put("tenant", tenant);
        });
        state.ifPresent(wanted -> {
            conditions.add("state = :state");
            values.put("state", wanted);
        });
        request.afterId().ifPresent(after -> {
            conditions.add("id < :after");
            values.put("after", after);
        });
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        List<Alert> alerts = find("from Alert " + where + " order by id desc", values)
                .range(0, request.fetchSize() - 1)
                .list();
        return Page.of(alerts, request, alert -> alert.id().value().toString()).map(AlertView::of);
    }
}
