package dev.posthorn.delivery.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.delivery.event.DraftChecks;
import dev.posthorn.delivery.event.FieldNames;
import dev.posthorn.delivery.event.Publishing;
import dev.posthorn.delivery.event.PublishingConfig;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.ScheduleId;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** What operators store. */
@ApplicationScoped
class Schedules {

    static final FieldNames FIELDS = new FieldNames("tenant", "type", "payload", "id", "deliverAt");

    /** A value of its own: a patch replaces it, and is not merged into it. */
    private static final Set<String> VALUES = Set.of("payload");

    private final DataSource dataSource;
    private final ScheduleRepository repository;
    private final Publishing publishing;
    private final MergePatch mergePatch;
    private final ScheduledDrafts drafts;
    private final InstantSource clock = InstantSource.system();

    Schedules(
            DataSource dataSource,
            ScheduleRepository repository,
            Publishing publishing,
            MergePatch mergePatch,
            PublishingConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.publishing = publishing;
        this.mergePatch = mergePatch;
        this.drafts = new ScheduledDrafts(new DraftChecks(config));
    }

    Page<Schedule> list(String tenant, PageRequest page) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            return Page.of(
                    repository.list(connection, tenant, page),
                    page,
                    schedule -> schedule.id().value().toString());
        }
    }

    /** @throws ApiException 404 */
    Schedule get(String tenant, ScheduleId id) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            return repository.find(connection, tenant, id).orElseThrow(Schedules::notFound);
        }
    }

    /** @throws ApiException 422, or 409 when the name is taken */
    @Transactional
    Schedule create(String tenant, ScheduleOptions options) throws SQLException {
        ScheduleId id = ScheduleId.next();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant next = check(tenant, id, options, now);
        var schedule = Schedule.created(id, options, now, options.enabled() ? next : null);
        try (var connection = dataSource.getConnection()) {
            repository.add(connection, tenant, schedule);
        }
        return schedule;
    }

    /** @throws ApiException 404, 422, or 409 when the name is taken */
    @Transactional
    Schedule change(String tenant, ScheduleId id, ObjectNode patch) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            Schedule before = repository.lock(connection, tenant, id).orElseThrow(Schedules::notFound);
            ScheduleOptions options = mergePatch.apply(patch, before.options(), ScheduleOptions.class, VALUES);
            Instant next = check(tenant, id, options, clock.instant());
            boolean sameTimes = options.cron().equals(before.cron())
                    && options.timeZone().equals(before.timeZone())
                    && before.nextAt() != null;
            Schedule after = before.changed(options, !options.enabled() ? null : sameTimes ? before.nextAt() : next);
            repository.change(connection, after);
            return after;
        }
    }

    /** @throws ApiException 404 */
    @Transactional
    void delete(String tenant, ScheduleId id) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            if (!repository.delete(connection, tenant, id)) {
                throw notFound();
            }
        }
    }

    /** Everything that would be checked when it is published, and its times. @return its next time */
    private Instant check(String tenant, ScheduleId id, ScheduleOptions options, Instant now) {
        Instant next = CronTimes.of(options.cron(), options.timeZone())
                .after(now)
                .orElseThrow(() -> ApiException.invalid("cron", "The time that field cron names never comes"));
        try {
            publishing
                    .check(tenant, drafts.draft(id, options, next), FIELDS)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ApiException refusal ? refusal : e;
        }
        return next;
    }

    private static ApiException notFound() {
        return ApiException.notFound("schedule");
    }
}
