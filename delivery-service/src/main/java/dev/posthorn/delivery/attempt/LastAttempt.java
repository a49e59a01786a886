package dev.posthorn.delivery.attempt;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.id.AttemptId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The latest attempt of a delivery, in short. */
@Schema(name = "LastAttempt")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LastAttempt(String id, String outcome, Integer statusCode, Instant at) {

    /** Out of the columns attempt_id, outcome, status_code and started_at; null when there was no attempt. */
    public static LastAttempt read(ResultSet rows) throws SQLException {
        UUID id = rows.getObject("attempt_id", UUID.class);
        return id == null
                ? null
                : new LastAttempt(
                        new AttemptId(id).toString(),
                        rows.getString("outcome"),
                        rows.getObject("status_code", Integer.class),
                        rows.getObject("started_at", OffsetDateTime.class).toInstant());
    }
}
