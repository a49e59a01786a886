package dev.posthorn.delivery.outboxsource;

import dev.posthorn.delivery.event.Draft;
import dev.posthorn.delivery.event.FieldNames;
import dev.posthorn.delivery.ledger.Acceptance;
import dev.posthorn.delivery.ledger.Submission;
import dev.posthorn.foundation.error.ApiException;
import org.jboss.logging.Logger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries rows of one table into the ledger, a batch in one transaction there and one submission here, in their order.
 *
 * <pre>
 * begin (theirs)
 *   lock a batch of rows
 *   keep their events (ours, a commit of its own)
 *   delete the rows, or write down why not           killed before their commit: the rows are read again, and the
 * commit (theirs)                                    ledger knows the events by the rows' ids
 * </pre>
 */
final class OutboxDrain {

    /** The table's columns. */
    static final FieldNames COLUMNS = new FieldNames("tenant_id", "type", "payload", "event_id", "deliver_at");

    private static final Logger LOG = Logger.getLogger(OutboxDrain.class);

    /** Below the bound on their transaction. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OutboxSourceRepository repository;
    private final OutboxRowReader reader;
    private final Ledger ledger;
    private final int batch;

    OutboxDrain(OutboxSourceRepository repository, OutboxRowReader reader, Ledger ledger, int batch) {
        this.repository = repository;
        this.reader = reader;
        this.ledger = ledger;
        this.batch = batch;
    }

    /** The way into our own database: {@code Publishing}, or a test's. */
    interface Ledger {

        CompletionStage<Submission.Entry> check(String tenant, Draft draft, FieldNames names);

        CompletionStage<List<Acceptance>> keep(List<Submission.Entry> entries);
    }

    /** What one round did. */
    record Round(int published, Map<UUID, ApiException> refused, boolean more) {

        static final Round NOTHING = new Round(0, Map.of(), false);
    }

    /**
     * Drains one batch.
     *
     * @param connection to the operator's database, with auto-commit off
     * @throws ApiException when the ledger takes nothing for now; nothing has changed then
     */
    Round runOnce(Connection connection) throws SQLException, InterruptedException {
        try {
            Round round = drain(connection);
            connection.commit();
            return round;
        } catch (SQLException | RuntimeException | InterruptedException e) {
            connection.rollback();
            throw e;
        }
    }

    private Round drain(Connection connection) throws SQLException, InterruptedException {
        if (!repository.takeTurn(connection)) {
            return Round.NOTHING;
        }
        List<OutboxRow> rows = repository.claim(connection, batch);
        if (rows.isEmpty()) {
            return Round.NOTHING;
        }
        Map<UUID, ApiException> refused = new LinkedHashMap<>();
        Map<UUID, Submission.Entry> good = check(rows, refused);
        List<UUID> published = keep(good, refused);
        if (!published.isEmpty()) {
            repository.delete(connection, published);
        }
        if (!refused.isEmpty()) {
            repository.refuse(connection, refused);
        }
        return new Round(published.size(), refused, rows.size() == batch);
    }

    private Map<UUID, Submission.Entry> check(List<OutboxRow> rows, Map<UUID, ApiException> refused)
            throws InterruptedException {
        // All begun before the first is waited for: an unknown type is looked for a while.
        Map<UUID, CompletionStage<Submission.Entry>> checks = new LinkedHashMap<>();
        for (OutboxRow row : rows) {
            checks.put(row.id(), checkOne(row));
        }
        Map<UUID, Submission.Entry> good = new LinkedHashMap<>();
        for (var check : checks.entrySet()) {
            try {
                good.put(check.getKey(), answer(check.getValue()));
            } catch (ApiException refusal) {
                if (refusal.retryAfter() != null) {
                    throw refusal;
                }
                refused.put(check.getKey(), refusal);
            } catch (RuntimeException fault) {
                // One row must not keep the others waiting for ever.
                LOG.errorf(fault, "Row %s of an outbox could not be checked", check.getKey());
                refused.put(check.getKey(), ApiException.invalid(null, "The event could not be checked"));
            }
        }
        return good;
    }

    private CompletionStage<Submission.Entry> checkOne(OutboxRow row) {
        try {
            return ledger.check(row.tenantId(), reader.read(row), COLUMNS);
        } catch (RuntimeException refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    private List<UUID> keep(Map<UUID, Submission.Entry> good, Map<UUID, ApiException> refused)
            throws InterruptedException {
        if (good.isEmpty()) {
            return List.of();
        }
        List<Acceptance> answers = answer(ledger.keep(List.copyOf(good.values())));
        var published = new ArrayList<UUID>();
        int at = 0;
        for (UUID row : good.keySet()) {
            switch (answers.get(at++)) {
                case Acceptance.Kept _ -> published.add(row);
                // Of a round whose deletion was lost; or the same event_id was written twice.
                case Acceptance.Repeated _ -> published.add(row);
                case Acceptance.KeyReused _ ->
                    refused.put(
                            row,
                            ApiException.conflict(
                                    COLUMNS.id(), "Another event was published under this event_id before"));
            }
        }
        return published;
    }

    private static <T> T answer(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("The ledger failed", e.getCause());
        } catch (TimeoutException e) {
            throw ApiException.unavailable("The ledger does not answer", Duration.ofSeconds(1));
        }
    }
}
