package dev.posthorn.foundation.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;

import javax.sql.DataSource;
import java.util.Optional;

/** Puts an operation, and the storing of its answer, into one transaction. Runs outside of {@code @Transactional}. */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class IdempotencyInterceptor {

    private final IdempotentRequests requests;
    private final IdempotencyRepository repository;
    private final DataSource dataSource;
    private final ObjectMapper mapper;

    IdempotencyInterceptor(
            IdempotentRequests requests, IdempotencyRepository repository, DataSource dataSource, ObjectMapper mapper) {
        this.requests = requests;
        this.repository = repository;
        this.dataSource = dataSource;
        this.mapper = mapper;
    }

    @AroundInvoke
    Object answerOnce(InvocationContext operation) throws Exception {
        Optional<IdempotentRequest> request = requests.current();
        return request.isEmpty()
                ? operation.proceed()
                : QuarkusTransaction.requiringNew().call(() -> answerOnce(request.get(), operation));
    }

    private Object answerOnce(IdempotentRequest request, InvocationContext operation) throws Exception {
        // Within the transaction the pool hands out the one connection that Hibernate works with, too.
        try (var connection = dataSource.getConnection()) {
            Optional<IdempotentAnswer> stored = repository.take(connection, request);
            if (stored.isPresent()) {
                return stored.get().replay();
            }
        }
        // A refusal is thrown: it ends the transaction, and with it the key's claim.
        Object response = operation.proceed();
        try (var connection = dataSource.getConnection()) {
            repository.store(connection, request, answerOf(response));
        }
        return response;
    }

    private IdempotentAnswer answerOf(Object response) throws JsonProcessingException {
        if (!(response instanceof RestResponse<?> answer)) {
            throw new IllegalStateException("An idempotent operation must return a RestResponse");
        }
        Object body = answer.getEntity();
        return new IdempotentAnswer(
                answer.getStatus(),
                answer.getHeaderString(HttpHeaders.LOCATION),
                body == null ? null : mapper.writeValueAsString(body));
    }
}
