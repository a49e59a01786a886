package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** A request that is sent twice, because its answer was lost, does its work once. */
@ExtendWith(StackExtension.class)
class RepetitionTest {

    private final Tenant tenant;

    RepetitionTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @Test
    void ofPublishingGivesTheFirstAnswerAgain() {
        repeats("/events", event(1), event(2));
    }

    @Test
    void ofCreatingAnEndpointGivesTheFirstAnswerAgain() {
        repeats("/endpoints", Map.of("url", "https://example.com/1"), Map.of("url", "https://example.com/2"));
    }

    private void repeats(String path, Object body, Object otherBody) {
        // Given
        var key = UUID.randomUUID().toString();
        var first = tenant.api().header("Idempotency-Key", key).body(body).post(path);
        assertThat(first.statusCode()).as(first.asString()).isIn(201, 202);
        assertThat(first.header("Idempotent-Replayed")).isNull();

        // When
        var again = tenant.api().header("Idempotency-Key", key).body(body).post(path);

        // Then
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(tenant.get(path).getList("data")).hasSize(1);
        tenant.api()
                .header("Idempotency-Key", key)
                .body(otherBody)
                .post(path)
                .then()
                .statusCode(409)
                .body("error", equalTo("idempotency_key_reused"));
        assertThat(tenant.get(path).getList("data")).hasSize(1);
    }

    private static Map<String, Object> event(int n) {
        return Map.of("type", Stack.EVENT_TYPE, "payload", Map.of("n", n));
    }
}
