package dev.posthorn.delivery.event;

import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.foundation.error.ApiException;

import java.time.Instant;
import java.util.List;

/**
 * The checks of a publishing request, for ways in that have an event's fields already. Each throws {@link ApiException} with
 * the name that the caller gives the field.
 */
public final class DraftChecks {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final DraftReader reader;

    public DraftChecks(PublishingConfig config) {
        this(config.maxPayload().asLongValue());
    }

    public DraftChecks(long maxPayload) {
        this.reader = new DraftReader(maxPayload, 1);
    }

    /** One JSON value that is not null, without the white space around it. */
    public byte[] payload(byte[] json, String field) {
        return reader.parse(json, parser -> {
            if (parser.nextToken() == null) {
                throw ApiException.missing(field);
            }
            byte[] value = reader.slice(parser, json, field);
            if (parser.nextToken() != null) {
                throw ApiException.invalid(field, "Field " + field + " must hold a single JSON value");
            }
            return value;
        });
    }

    public String id(String text, String field) {
        return DraftReader.id(text, field);
    }

    public List<String> channels(List<String> texts, String field) {
        return DraftReader.channels(texts, field, at -> field + "[" + at + "]");
    }

    /** A time that RFC 3339 can write: infinity is none. */
    public Instant time(Instant time, String field) {
        if (time.isAfter(LATEST)) {
            throw ApiException.invalid(field, "Field " + field + " must be a time as RFC 3339 writes it");
        }
        return DraftReader.time(time.toString(), field);
    }

    public Priority priority(String text, String field) {
        return DraftReader.priority(text, field);
    }

    public String orderingKey(String text, String field) {
        return DraftReader.orderingKey(text, field);
    }

    public String region(String text, String field) {
        return DraftReader.region(text, field);
    }
}
