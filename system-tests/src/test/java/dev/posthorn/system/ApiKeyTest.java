package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Keys for machines: shown once, and gone as soon as they are revoked. */
@ExtendWith(StackExtension.class)
class ApiKeyTest {

    /** "Within a second", and a second more for a machine that has other work. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final List<String> EVERY_SERVICE = List.of("/endpoints", "/events", "/stats");

    private final Stack stack;

    ApiKeyTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void isRefusedEverywhereWithinASecondOrSoOfItsRevocation() {
        // Given
        var tenant = stack.newTenant();
        var key = tenant.newKey(List.of("read"));
        tenant.settled();
        for (var path : EVERY_SERVICE) {
            stack.as(key.key()).get(tenant.path() + path).then().statusCode(200);
        }

        // When
        stack.asOperator().delete("/v1/api-keys/{id}", key.id()).then().statusCode(204);

        // Then
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(EVERY_SERVICE)
                        .allSatisfy(path -> assertThat(stack.as(key.key())
                                        .get(tenant.path() + path)
                                        .statusCode())
                                .as(path)
                                .isEqualTo(401)));
    }

    @Test
    void isShownInTheAnswerToItsCreationOnly() {
        var tenant = stack.newTenant();
        var key = tenant.newKey(List.of("read"));

        assertThat(key.key()).matches("phk_[A-Za-z0-9_-]{43}");
        assertThat(stack.asOperator().get("/v1/api-keys?limit=250").asString())
                .contains(key.id())
                .doesNotContain(key.key());
        assertThat(stack.asOperator().get("/v1/api-keys/{id}", key.id()).asString())
                .doesNotContain(key.key());
    }
}
