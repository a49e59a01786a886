package dev.posthorn.foundation.error;

import java.time.Duration;
import java.util.Objects;

/** Ends a request with an error answer. The message is shown to the caller: a sentence, without secrets. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String field;
    private final Duration retryAfter;

    private ApiException(ErrorCode code, String message, String field, Duration retryAfter) {
        // Without a stack trace: it is an answer, not a fault, and thrown on the hot path under overload.
        super(Objects.requireNonNull(message, "message is missing"), null, false, false);
        this.code = Objects.requireNonNull(code, "code is missing");
        this.field = field;
        this.retryAfter = retryAfter;
    }

    public static ApiException malformed(String message) {
        return new ApiException(ErrorCode.MALFORMED_REQUEST, message, null, null);
    }

    public static ApiException malformed(String field, String message) {
        return new ApiException(ErrorCode.MALFORMED_REQUEST, message, field, null);
    }

    public static ApiException unauthorized(String message) {
        return new ApiException(ErrorCode.UNAUTHORIZED, message, null, null);
    }

    public static ApiException forbidden(String message) {
        return new ApiException(ErrorCode.FORBIDDEN, message, null, null);
    }

    public static ApiException notFound(String what) {
        return new ApiException(ErrorCode.NOT_FOUND, "No such " + what, null, null);
    }

    public static ApiException conflict(String field, String message) {
        return new ApiException(ErrorCode.CONFLICT, message, field, null);
    }

    public static ApiException idempotencyKeyReused() {
        return new ApiException(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "This Idempotency-Key was used with another request before",
                null,
                null);
    }

    public static ApiException tooLarge(String field, String message) {
        return new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, message, field, null);
    }

    public static ApiException unsupportedMediaType(String message) {
        return new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message, null, null);
    }

    public static ApiException invalid(String field, String message) {
        return new ApiException(ErrorCode.VALIDATION_FAILED, message, field, null);
    }

    public static ApiException missing(String field) {
        return invalid(field, "Missing required field: " + field);
    }

    public static ApiException tooManyRequests(String message, Duration retryAfter) {
        return new ApiException(ErrorCode.TOO_MANY_REQUESTS, message, null, retryAfter);
    }

    public static ApiException unavailable(String message, Duration retryAfter) {
        return new ApiException(ErrorCode.UNAVAILABLE, message, null, retryAfter);
    }

    public ErrorCode code() {
        return code;
    }

    /** Null where none applies. */
    public String field() {
        return field;
    }

    /** Null when trying again later would not help. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
