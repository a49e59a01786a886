package dev.posthorn.delivery.event;

import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.delivery.ledger.Acceptance;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.EventJournal;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.ledger.LedgerConfig;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Submission;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.replica.Catalog;
import dev.posthorn.replica.CatalogReplica;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Turns a publishing request into a submission to the ledger. */
@ApplicationScoped
public class Publishing {

    private static final int LONGEST_IDEMPOTENCY_KEY = 255;

    /** The catalog takes some 30 ms to arrive; half a second covers a busy machine. */
    private static final int MOST_LOOKS = 5;

    private static final Executor BETWEEN_LOOKS = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private final CatalogReplica catalog;
    private final Endpoints endpoints;
    private final Filtering filtering;
    private final EventJournal journal;
    private final DraftReader reader;
    private final PayloadSchemas schemas = new PayloadSchemas();
    private final DeliverAtRule deliverAtRule;
    private final InstantSource clock = InstantSource.system();

    Publishing(
            CatalogReplica catalog,
            Endpoints endpoints,
            Filtering filtering,
            EventJournal journal,
            PublishingConfig config,
            LedgerConfig ledger) {
        this.catalog = catalog;
        this.endpoints = endpoints;
        this.filtering = filtering;
        this.journal = journal;
        this.deliverAtRule = new DeliverAtRule(ledger.eventRetention());
        this.reader = new DraftReader(config.maxPayload().asLongValue(), config.maxBatch());
    }

    /** @return completed with one acceptance after the commit */
    CompletionStage<List<Acceptance>> publish(String tenant, byte[] body, String idempotencyKey) {
        return submit(
                tenant,
                List.of(reader.readOne(body)),
                at -> FieldNames.OF_REQUEST,
                keyOf(tenant, idempotencyKey, body),
                0);
    }

    /** @return completed with an acceptance for each event after the commit */
    CompletionStage<List<Acceptance>> publishBatch(String tenant, byte[] body, String idempotencyKey) {
        return submit(
                tenant,
                reader.readBatch(body),
                at -> FieldNames.OF_REQUEST.in("events[" + at + "]."),
                keyOf(tenant, idempotencyKey, body),
                0);
    }

    /**
     * Publishes CloudEvents, all or none.
     *
     * @param request what was sent, header fields too: the same Idempotency-Key must come with the same
     * @return completed with an acceptance for each event after the commit
     */
    CompletionStage<List<Acceptance>> publish(
            String tenant, List<CloudEvent> events, String idempotencyKey, byte[]... request) {
        List<Draft> drafts = events.stream().map(CloudEvent::draft).toList();
        return submit(tenant, drafts, at -> events.get(at).names(), keyOf(tenant, idempotencyKey, request), 0);
    }

    /**
     * The checks of every event, whichever way it came in. Never blocks.
     *
     * @return completed when tenant and event type are known, or with an {@link ApiException} that names the field
     */
    public CompletionStage<Submission.Entry> check(String tenant, Draft draft, FieldNames names) {
        return whenKnown(tenant, List.of(draft), 0, now -> {
            try {
                return CompletableFuture.completedStage(entry(now, tenant, draft, names, createdAt()));
            } catch (ApiException refusal) {
                return CompletableFuture.failedStage(refusal);
            }
        });
    }

    /**
     * Keeps checked events, all or none. Never blocks.
     *
     * @return completed with an acceptance for each after the commit, or with an {@link ApiException}
     * @throws ApiException 503 when too much waits for its commit already
     */
    public CompletionStage<List<Acceptance>> keep(List<Submission.Entry> entries) {
        return keep(entries, null);
    }

    private CompletionStage<List<Acceptance>> submit(
            String tenant,
            List<Draft> drafts,
            IntFunction<FieldNames> names,
            Submission.Key idempotencyKey,
            int looks) {
        return whenKnown(tenant, drafts, looks, now -> {
            Instant createdAt = createdAt();
            var entries = new ArrayList<Submission.Entry>();
            for (Draft draft : drafts) {
                entries.add(entry(now, tenant, draft, names.apply(entries.size()), createdAt));
            }
            return keep(entries, idempotencyKey);
        });
    }

    private CompletionStage<List<Acceptance>> keep(List<Submission.Entry> entries, Submission.Key idempotencyKey) {
        return filtering.isNeeded(entries)
                ? filtering.ask(entries).thenCompose(asked -> journal.accept(new Submission(asked, idempotencyKey)))
                : journal.accept(new Submission(entries, idempotencyKey));
    }

    /** What was created a moment ago may still be on its way to us; only what stays unknown is refused. */
    private <T> CompletionStage<T> whenKnown(
            String tenant, List<Draft> drafts, int looks, Function<Catalog, CompletionStage<T>> then) {
        Catalog now = catalog.current();
        boolean known =
                now.tenant(tenant) != null && drafts.stream().allMatch(draft -> now.eventType(draft.type()) != null);
        if (!known && looks < MOST_LOOKS) {
            return CompletableFuture.supplyAsync(() -> whenKnown(tenant, drafts, looks + 1, then), BETWEEN_LOOKS)
                    .thenCompose(answer -> answer);
        }
        return then.apply(now);
    }

    private Instant createdAt() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Submission.Entry entry(Catalog now, String tenant, Draft draft, FieldNames names, Instant createdAt) {
        if (now.tenant(tenant) == null) {
            throw ApiException.invalid(names.tenant(), "Unknown tenant: " + shortened(tenant));
        }
        EventTypeRecord type = now.eventType(draft.type());
        if (type == null) {
            throw ApiException.invalid(names.type(), "Unknown event type: " + shortened(draft.type()));
        }
        schemas.check(type, draft.payload(), names.payload());
        Instant deliverAt =
                draft.deliverAt() == null ? null : deliverAtRule.check(draft.deliverAt(), createdAt, names.deliverAt());
        var event = new AcceptedEvent(
                EventId.next(),
                tenant,
                draft.id(),
                draft.type(),
                draft.channels(),
                createdAt,
                draft.payload(),
                endpoints.matching(tenant, draft.type(), draft.channels()).stream()
                        .map(Endpoint::id)
                        .toList(),
                new EventOptions(priorityOf(type, draft), draft.orderingKey(), deliverAt, draft.region()));
        var key = draft.id() == null
                ? null
                : Submission.Key.ofExternalId(
                        tenant, draft.id(), digest(draft.type().getBytes(StandardCharsets.UTF_8), draft.payload()));
        return new Submission.Entry(event, key);
    }

    private static Priority priorityOf(EventTypeRecord type, Draft draft) {
        if (draft.priority() != null) {
            return draft.priority();
        }
        return type.priority() == null ? Priority.NORMAL : Priority.of(type.priority());
    }

    private static Submission.Key keyOf(String tenant, String idempotencyKey, byte[]... request) {
        if (idempotencyKey == null) {
            return null;
        }
        if (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_IDEMPOTENCY_KEY) {
            throw ApiException.malformed(
                    "Idempotency-Key", "Idempotency-Key must have 1 to " + LONGEST_IDEMPOTENCY_KEY + " characters");
        }
        return Submission.Key.ofIdempotencyKey(tenant, idempotencyKey, digest(request));
    }

    private static String digest(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
