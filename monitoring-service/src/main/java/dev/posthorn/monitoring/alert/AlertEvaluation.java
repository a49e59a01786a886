package dev.posthorn.monitoring.alert;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.monitoring.alert.AlertChanged.Change;
import dev.posthorn.monitoring.alert.AlertState.Firing;
import dev.posthorn.monitoring.alert.AlertState.Pending;
import dev.posthorn.monitoring.alert.AlertState.Quiet;
import dev.posthorn.monitoring.alert.AlertState.Resolved;
import dev.posthorn.monitoring.alert.Observation.Idle;
import dev.posthorn.monitoring.alert.Observation.Measured;
import dev.posthorn.monitoring.alert.Observation.Unwatched;
import dev.posthorn.monitoring.statistics.StatisticsRepository;
import dev.posthorn.monitoring.statistics.Tally;
import dev.posthorn.replica.CatalogReplica;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds the rules against the statistics, and stores what becomes of the alerts. One instance does it at a time; when it
 * dies, its transaction's lock goes with it, and another instance's next round goes on from what is stored.
 *
 * <p>A round looks at what had attempts lately and at open alerts. Endpoints that are silent and well cost nothing.
 */
@ApplicationScoped
public class AlertEvaluation {

    private static final Logger LOG = Logger.getLogger(AlertEvaluation.class);

    private final StatisticsRepository statistics;
    private final RuleRepository rules;
    private final AlertRepository alerts;
    private final EvidenceFinder evidence;
    private final CatalogReplica catalog;
    private final Event<AlertChanged> changes;
    private final OpenAlertGauges gauges;
    private final AlertPolicy policy;
    private final InstantSource clock;

    AlertEvaluation(
            StatisticsRepository statistics,
            RuleRepository rules,
            AlertRepository alerts,
            EvidenceFinder evidence,
            CatalogReplica catalog,
            Event<AlertChanged> changes,
            OpenAlertGauges gauges,
            AlertConfig config,
            InstantSource clock) {
        this.statistics = statistics;
        this.rules = rules;
        this.alerts = alerts;
        this.evidence = evidence;
        this.catalog = catalog;
        this.changes = changes;
        this.gauges = gauges;
        this.policy = new AlertPolicy(config.confirmAfter(), config.silentAfter(), clock);
        this.clock = clock;
    }

    /** @param judged how many pairs of a rule and what it watches were looked at; none when another instance had the turn */
    public record Round(int judged, int fired, int resolved) {

        private static final Round OF_ANOTHER = new Round(0, 0, 0);
    }

    /** A rule, and one thing that it watches. */
    private record Watch(RuleName rule, Subject subject) {}

    @Scheduled(every = "{posthorn.alerts.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        runOnce();
    }

    public Round runOnce() {
        Round round = QuarkusTransaction.requiringNew().call(this::evaluate);
        gauges.show(alerts.countOpenByState());
        return round;
    }

    private Round evaluate() throws SQLException {
        if (!alerts.takeTurn()) {
            return Round.OF_ANOTHER;
        }
        RuleBook book = rules.read();
        Windows windows = Windows.read(statistics, book.windows(), clock.instant());
        var open = new HashMap<Watch, Alert>();
        alerts.open().forEach(alert -> open.put(new Watch(alert.ruleName(), alert.subject()), alert));
        int fired = 0;
        int resolved = 0;
        Set<Watch> watches = watches(windows, open);
        for (Watch watch : watches) {
            AlertState before = open.containsKey(watch) ? open.get(watch).state() : new Quiet();
            AlertState after = judge(watch, book, windows, open.get(watch));
            fired += before instanceof Pending && after instanceof Firing ? 1 : 0;
            resolved += after instanceof Resolved ? 1 : 0;
        }
        return new Round(watches.size(), fired, resolved);
    }

    private static Set<Watch> watches(Windows windows, Map<Watch, Alert> open) {
        var watches = new HashSet<>(open.keySet());
        for (Subject subject : windows.subjects()) {
            for (RuleName rule : RuleName.values()) {
                if (subject.isWatchedBy(rule)) {
                    watches.add(new Watch(rule, subject));
                }
            }
        }
        return watches;
    }

    /** @param alert the open alert of this watch; null when all was well */
    private AlertState judge(Watch watch, RuleBook book, Windows windows, Alert alert) throws SQLException {
        AlertRule rule = book.rule(watch.subject().tenantId(), watch.rule());
        Observation observation = observe(rule, watch.subject(), windows);
        AlertState before = alert == null ? new Quiet() : alert.state();
        AlertState after = policy.next(rule, before, observation);
        if (alert != null && observation instanceof Measured measured) {
            alert.measured(measured.value(), rule.threshold());
        }
        switch (after) {
            case Quiet() -> {
                if (alert != null) {
                    alerts.delete(alert);
                }
            }
            case Pending pending -> {
                if (alert == null && observation instanceof Measured measured) {
                    String cause = evidence.find(rule, watch.subject(), windows).cause(rule.name(), watch.subject());
                    alerts.persist(new Alert(watch.subject(), rule, pending, measured.value(), cause));
                }
            }
            case Firing firing -> {
                alert.become(firing);
                if (before instanceof Pending) {
                    announce(alert, Change.FIRED, rule, windows, firing.observedAt(), null);
                }
            }
            case Resolved resolved -> {
                alert.become(resolved);
                announce(alert, Change.RESOLVED, rule, windows, resolved.resolvedAt(), resolved.ending());
            }
        }
        return after;
    }

    private Observation observe(AlertRule rule, Subject subject, Windows windows) {
        if (!rule.enabled() || !isWatched(subject)) {
            return new Unwatched();
        }
        return windows.tally(rule.window(), subject)
                .map(tally -> measure(rule.name(), tally))
                .orElseGet(Idle::new);
    }

    private boolean isWatched(Subject subject) {
        if (subject.isEndpoint()) {
            EndpointRecord endpoint =
                    catalog.current().endpoint(subject.endpointId().toString());
            return endpoint != null && !"disabled".equals(endpoint.status());
        }
        return subject.isPlatform() || catalog.current().tenant(subject.tenantId()) != null;
    }

    private static Observation measure(RuleName rule, Tally tally) {
        return switch (rule) {
            case SUCCESS_RATE -> new Measured(tally.attempts(), (double) tally.successes() / tally.attempts());
            case ENDPOINT_FAILURE_RATE -> new Measured(tally.attempts(), (double) tally.failures() / tally.attempts());
            case DELIVERY_TIME ->
                tally.deliveryTimes()
                        .mean()
                        .<Observation>map(
                                mean -> new Measured(tally.deliveryTimes().count(), mean.toNanos() / 1e9))
                        .orElseGet(Idle::new);
        };
    }

    private void announce(
            Alert alert, Change change, AlertRule rule, Windows windows, Instant at, AlertState.Ending ending)
            throws SQLException {
        Evidence found = evidence.find(rule, alert.subject(), windows);
        if (change == Change.FIRED) {
            alert.causedBy(found.cause(rule.name(), alert.subject()));
        }
        LOG.infof(
                "alert=%s change=%s rule=%s tenantId=%s endpointId=%s value=%.4f threshold=%.4f",
                alert.id(),
                change,
                rule.name(),
                alert.subject().tenantId(),
                alert.subject().endpointId(),
                alert.value(),
                alert.threshold());
        changes.fire(new AlertChanged(
                alert.id(), change, rule, alert.subject(), alert.value(), alert.since(), at, ending, found));
    }
}
