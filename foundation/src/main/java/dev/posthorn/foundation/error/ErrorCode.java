package dev.posthorn.foundation.error;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** What can go wrong, as clients see it. The list is closed: a new code is a change of the public contract. */
public enum ErrorCode {
    /** The request is no HTTP or JSON that we can read, or a query parameter is none. */
    MALFORMED_REQUEST(400),
    UNAUTHORIZED(401),
    /** The caller's own tenant, but a role is missing. */
    FORBIDDEN(403),
    /** Absent, or another tenant's. */
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    /** It exists already, or is not in a state that allows this. */
    CONFLICT(409),
    IDEMPOTENCY_KEY_REUSED(409),
    PAYLOAD_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The request is readable, but a field of it is missing, unknown or wrong. */
    VALIDATION_FAILED(422),
    TOO_MANY_REQUESTS(429),
    INTERNAL_ERROR(500),
    UNAVAILABLE(503);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ErrorCode ofStatus(int status) {
        for (ErrorCode code : values()) {
            if (code.status == status) {
                return code;
            }
        }
        return status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
    }
}
