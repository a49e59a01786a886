package dev.posthorn.foundation.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Makes every error answer of a service. */
public class ErrorMappers {

    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    private static final Set<ElementKind> NOT_OF_THE_BODY = EnumSet.of(ElementKind.METHOD, ElementKind.PARAMETER);

    private static final Duration PAUSE_IN_AN_OUTAGE = Duration.ofSeconds(2);

    @ServerExceptionMapper
    public Response map(ApiException exception) {
        return answer(exception);
    }

    @ServerExceptionMapper
    public Response map(JsonProcessingException exception) {
        return answer(JsonErrors.explain(exception));
    }

    /** Quarkus has a mapper for just this kind, which a mapper of its parent would not replace. */
    @ServerExceptionMapper
    public Response map(MismatchedInputException exception) {
        return answer(JsonErrors.explain(exception));
    }

    @ServerExceptionMapper
    public Response map(ConstraintViolationException exception) {
        ConstraintViolation<?> first = exception.getConstraintViolations().stream()
                .min((a, b) -> a.getPropertyPath()
                        .toString()
                        .compareTo(b.getPropertyPath().toString()))
                .orElseThrow();
        boolean absent = first.getInvalidValue() == null;
        String field = fieldOf(first.getPropertyPath());
        if (field.isEmpty()) {
            return answer(ApiException.malformed("The body must be a JSON object"));
        }
        return answer(absent ? ApiException.missing(field) : ApiException.invalid(field, sentence(field, first)));
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response mapUnauthenticated() {
        return answer(ApiException.unauthorized("A valid access token or API key is needed"));
    }

    @ServerExceptionMapper
    public Response map(ForbiddenException exception) {
        return answer(ApiException.forbidden("Your role does not allow this"));
    }

    @ServerExceptionMapper
    public Response map(WebApplicationException exception) {
        if (exception.getCause() instanceof JsonProcessingException json) {
            return answer(JsonErrors.explain(json));
        }
        // A reader of parameters refused a value; Quarkus makes a 404 of it.
        if (exception.getCause() instanceof ApiException refusal) {
            return answer(refusal);
        }
        int status = exception.getResponse().getStatus();
        if (status >= 500) {
            return map((Throwable) exception);
        }
        if (status < 400) {
            return exception.getResponse();
        }
        String message = switch (status) {
            case 404 -> "No such resource";
            case 405 -> "This resource does not know that method";
            case 406 -> "Answers are JSON: accept application/json";
            case 413 -> "The request is too large";
            case 415 -> "Send application/json";
            default -> "The request cannot be understood";
        };
        return answer(status, ApiError.of(ErrorCode.ofStatus(status), message, null))
                .build();
    }

    /** Keycloak is away: nobody can say whether the token is good. API keys go on working. */
    @ServerExceptionMapper
    public Response map(OIDCException outage) {
        LOG.warnf("Keycloak does not answer: %s", outage.getMessage());
        return answer(ApiException.unavailable("Access tokens cannot be checked just now", PAUSE_IN_AN_OUTAGE));
    }

    /** The body broke off, or had no end: the connection is closed, so the answer is mostly for the caller's log. */
    @ServerExceptionMapper
    public Response map(IOException broken) {
        return answer(ApiException.malformed("The body cannot be read to its end"));
    }

    @ServerExceptionMapper
    public Response map(Throwable fault) {
        if (DatabaseFaults.isOutage(fault)) {
            LOG.warnf("The database does not answer: %s", fault);
            return answer(ApiException.unavailable("The service cannot answer just now", PAUSE_IN_AN_OUTAGE));
        }
        return answer(ErrorCode.INTERNAL_ERROR.status(), logged(fault)).build();
    }

    /** The answer to a fault of ours, which is in the log then. */
    static ApiError logged(Throwable fault) {
        var error = ApiError.of(
                ErrorCode.INTERNAL_ERROR, "Something went wrong on our side; the traceId names it in the log", null);
        LOG.errorf(fault, "Request failed, traceId=%s", error.traceId());
        return error;
    }

    private Response answer(ApiException exception) {
        var response = answer(
                exception.code().status(), ApiError.of(exception.code(), exception.getMessage(), exception.field()));
        if (exception.retryAfter() != null) {
            // Retry-After counts whole seconds (RFC 9110 §10.2.3); zero would invite at once.
            response.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, exception.retryAfter().toSeconds()));
        }
        if (exception.code() == ErrorCode.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.build();
    }

    private static Response.ResponseBuilder answer(int status, ApiError error) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(error);
    }

    /** A path may begin with the resource's method and parameter, which mean nothing to a caller. */
    private static String fieldOf(Path path) {
        var field = new StringBuilder();
        for (Path.Node node : path) {
            if (NOT_OF_THE_BODY.contains(node.getKind())) {
                continue;
            }
            if (node.isInIterable() && node.getIndex() != null) {
                field.append('[').append(node.getIndex()).append(']');
            } else if (node.isInIterable() && node.getKey() != null) {
                field.append('.').append(node.getKey());
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                field.append(field.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return field.toString();
    }

    private static String sentence(String field, ConstraintViolation<?> violation) {
        return "Field " + field + " " + violation.getMessage();
    }
}
