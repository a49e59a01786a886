package dev.posthorn.foundation.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers, in the one shape, what is refused before it reaches an operation: addresses that are none, bodies without end. */
@ApplicationScoped
public class TransportErrors {

    /** Any that is before Quarkus's own check, which answers without a body. */
    private static final int BEFORE_SIZE_CHECK = 50;

    private final ObjectMapper mapper;
    private final long greatestBody;

    TransportErrors(
            ObjectMapper mapper,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10240K") MemorySize limit) {
        this.mapper = mapper;
        this.greatestBody = limit.asLongValue();
    }

    void addFilter(@Observes Filters filters) {
        filters.register(this::checkSize, BEFORE_SIZE_CHECK);
    }

    void addHandlers(@Observes Router router) {
        router.errorHandler(
                400, context -> answer(context, ApiException.malformed("The request cannot be understood")));
        router.errorHandler(413, context -> answer(context, ApiException.tooLarge(null, "The request is too large")));
    }

    private void checkSize(RoutingContext context) {
        if (declaredSize(context) > greatestBody) {
            // What is still being sent is not read: the connection is of no further use.
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            answer(context, ApiException.tooLarge(null, "The request is too large"));
        } else {
            context.next();
        }
    }

    private static long declaredSize(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException leftToTheServer) {
            return 0;
        }
    }

    /** Nothing happens when the answer has begun already. */
    public void answer(RoutingContext context, Throwable failure) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        if (failure instanceof ApiException refusal) {
            refuse(context, refusal);
        } else {
            end(context, ErrorCode.INTERNAL_ERROR, ErrorMappers.logged(failure));
        }
    }

    private void refuse(RoutingContext context, ApiException refusal) {
        if (refusal.retryAfter() != null) {
            context.response()
                    .putHeader(
                            HttpHeaders.RETRY_AFTER,
                            Long.toString(Math.max(1, refusal.retryAfter().toSeconds())));
        }
        end(context, refusal.code(), ApiError.of(refusal.code(), refusal.getMessage(), refusal.field()));
    }

    private void end(RoutingContext context, ErrorCode code, ApiError error) {
        try {
            context.response()
                    .setStatusCode(code.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(mapper.writeValueAsString(error));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An error answer cannot be written", e);
        }
    }
}
