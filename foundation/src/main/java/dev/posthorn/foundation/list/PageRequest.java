package dev.posthorn.foundation.list;

import dev.posthorn.foundation.error.ApiException;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import java.util.Optional;
import java.util.UUID;

/** Which page of a list is asked for: the query parameters {@code limit} (1 to 250, default 50) and {@code cursor}. */
public class PageRequest {

    private static final int DEFAULT_LIMIT = 50;
    private static final int GREATEST_LIMIT = 250;
    private static final UUID GREATEST_ID = new UUID(-1, -1);

    // Fields with annotations, since Quarkus reads no others; package-private, since it writes them.
    @QueryParam("limit")
    @Parameter(
            description = "How many entries the page holds at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "250", defaultValue = "50"))
    String limit;

    @QueryParam("cursor")
    @Parameter(description = "nextCursor of the page before")
    String cursor;

    public static PageRequest first(int limit) {
        var page = new PageRequest();
        page.limit = String.valueOf(limit);
        return page;
    }

    public int limit() {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int value = Integer.parseInt(limit);
            if (value >= 1 && value <= GREATEST_LIMIT) {
                return value;
            }
        } catch (NumberFormatException tellTheCallerBelow) {
            // Falls through.
        }
        throw ApiException.malformed("limit", "limit must be a whole number from 1 to " + GREATEST_LIMIT);
    }

    /** One row more than is shown, which tells whether there is a next page. */
    public int fetchSize() {
        return limit() + 1;
    }

    /** Where the page before ended; empty for the first page. */
    public Optional<String> after() {
        if (cursor == null || cursor.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Cursor.read(cursor));
        } catch (IllegalArgumentException notOurs) {
            throw notACursor();
        }
    }

    /** The same for lists that are ordered by a UUID. */
    public Optional<UUID> afterId() {
        try {
            return after().map(UUID::fromString);
        } catch (IllegalArgumentException notOurs) {
            throw notACursor();
        }
    }

    /** For queries of the form {@code id < ?}, newest first: the first page begins below an id that no UUIDv7 reaches. */
    public UUID beforeId() {
        return afterId().orElse(GREATEST_ID);
    }

    private static ApiException notACursor() {
        return ApiException.malformed("cursor", "cursor must be the nextCursor of an earlier answer");
    }
}
