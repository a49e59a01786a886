package dev.posthorn.monitoring.alert;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import java.util.Collection;

/** The rules that tenants set for themselves. */
@ApplicationScoped
public class RuleRepository implements PanacheRepositoryBase<StoredRule, StoredRule.Key> {

    /** Two requests that replace one tenant's rules take turns. */
    private static final String TAKE_TURN = """
            select 1 from pg_advisory_xact_lock(hashtextextended(?1, 5120936472))""";

    private final AlertConfig config;

    RuleRepository(AlertConfig config) {
        this.config = config;
    }

    @Transactional
    RuleBook read() {
        return RuleBook.of(config, listAll());
    }

    @Transactional
    RuleBook read(String tenantId) {
        return RuleBook.of(config, list("key.tenantId", tenantId));
    }

    /** The rule that says when an endpoint of this tenant counts as failing. */
    public AlertRule endpointRule(String tenantId) {
        return read(tenantId).rule(tenantId, RuleName.ENDPOINT_FAILURE_RATE);
    }

    @Transactional
    void replace(String tenantId, Collection<AlertRule> rules) {
        getEntityManager()
                .createNativeQuery(TAKE_TURN)
                .setParameter(1, tenantId)
                .getSingleResult();
        delete("key.tenantId", tenantId);
        rules.forEach(rule -> persist(new StoredRule(tenantId, rule)));
    }
}
