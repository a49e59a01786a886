package dev.posthorn.system;

import dev.posthorn.system.stack.ApiDocument.Operation;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every documented operation, called by those who must not get anything from it. */
@ExtendWith(StackExtension.class)
class TenantIsolationTest {

    private final Stack stack;
    private final List<Operation> operations;
    private final Tenant owner;
    private final TestSubscriber subscriber = TestSubscriber.start();
    private Map<String, String> ownersThings;

    TenantIsolationTest(Stack stack) {
        this.stack = stack;
        this.operations = stack.apiDocument().operations();
        this.owner = stack.newTenant();
    }

    /** One of each kind: what could be seen if something were wrong. */
    @BeforeEach
    void ownSomethingOfEachKind() {
        subscriber.answer(Answer.status(500));
        var endpoint = owner.endpointAt(subscriber)
                .named("Private")
                .retriedAfter()
                .onlyFor("*")
                .create();
        var event = owner.publish(Map.of("secret", "of the owner"));
        String letter = await().until(() -> owner.get("/dead-letters").getString("data[0].id"), Objects::nonNull);
        ownersThings = Map.of(
                "endpoint",
                endpoint,
                "event",
                event,
                "deadLetter",
                letter,
                "attempt",
                owner.get("/attempts").getString("data[0].id"),
                "subscription",
                owner.get("/endpoints/{id}/subscriptions", endpoint).getString("data[0].id"),
                "key",
                owner.newKey(List.of("read")).id(),
                "replay",
                replayOfNothing(endpoint),
                "schedule",
                onceAYear(),
                "name",
                Stack.EVENT_TYPE);
    }

    private String replayOfNothing(String endpoint) {
        return owner.api()
                .body(Map.of(
                        "endpointId", endpoint, "since", Instant.now().toString(), "statuses", List.of("succeeded")))
                .post("/replays")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private String onceAYear() {
        return owner.api()
                .body(Map.of("name", "yearly", "cron", "0 3 1 1 *", "type", Stack.EVENT_TYPE, "payload", Map.of()))
                .post("/schedules")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void anotherTenantsKeyFindsNothingOnAnyPath() {
        var stranger = stack.newTenant();

        expect(404, "not_found", Operation::isOfATenant, owner.id(), () -> stack.as(stranger.key()));

        ownerIsUnharmed();
    }

    @Test
    void anotherTenantsLoginFindsNothingOnAnyPath() {
        var token = stack.keycloak().tokenOfUser("demo-admin", "demo-admin");

        expect(404, "not_found", Operation::isOfATenant, owner.id(), () -> stack.as(token));

        ownerIsUnharmed();
    }

    @Test
    void anotherTenantFindsNothingUnderItsOwnPathEither() {
        var stranger = stack.newTenant();

        expect(
                404,
                "not_found",
                operation -> operation.isOfATenant()
                        && operation.path().indexOf('{', "/v1/tenants/{".length()) > 0
                        // A change is refused for its empty body before anything is looked for.
                        && !(operation.isWriting() && operation.path().endsWith("/subscriptions")),
                stranger.id(),
                () -> stack.as(stranger.key()));
        stack.as(stranger.key())
                .get("/v1/api-keys/{key}", ownersThings.get("key"))
                .then()
                .statusCode(404);
        stack.as(stranger.key())
                .delete("/v1/api-keys/{key}", ownersThings.get("key"))
                .then()
                .statusCode(404);

        ownerIsUnharmed();
    }

    @Test
    void anotherTenantsListsHoldNothingOfTheOwners() {
        var stranger = stack.newTenant();

        for (var list : List.of(
                "/endpoints",
                "/events",
                "/deliveries",
                "/attempts",
                "/dead-letters",
                "/replays",
                "/schedules",
                "/health",
                "/alerts")) {
            assertThat(stranger.get(list).getList("data")).as(list).isEmpty();
        }
        assertThat(stranger.get("/stats").getInt("total.attempts")).isZero();
        assertThat(stack.as(stranger.key()).get("/v1/api-keys").asString())
                .doesNotContain(owner.id())
                .contains(stranger.id());
    }

    @Test
    void nobodyWithoutCredentialsGetsPast401() {
        expect(401, "unauthorized", operation -> true, owner.id(), stack::anonymously);
        expect(401, "unauthorized", operation -> true, owner.id(), () -> stack.as("phk_" + "x".repeat(43)));
    }

    @Test
    void viewersWriteNothing() {
        var token = stack.keycloak().tokenOfUser("demo-viewer", "demo-viewer");

        expect(403, "forbidden", Operation::isWriting, "demo", () -> stack.as(token));
    }

    @Test
    void aKeyThatMayOnlyReadWritesNothing() {
        var readOnly = owner.newKey(List.of("read")).key();
        owner.settled();

        expect(403, "forbidden", Operation::isWriting, owner.id(), () -> stack.as(readOnly));

        ownerIsUnharmed();
    }

    private void expect(
            int status,
            String error,
            Predicate<Operation> which,
            String tenant,
            Supplier<RequestSpecification> caller) {
        var softly = new SoftAssertions();
        operations.stream().filter(which).forEach(operation -> {
            var answer = send(caller.get(), operation, tenant);
            softly.assertThat(answer.statusCode())
                    .as("%s: %s", operation, answer.asString())
                    .isEqualTo(status);
            if (answer.statusCode() == status) {
                softly.assertThat(answer.<String>path("error"))
                        .as(operation.toString())
                        .isEqualTo(error);
                softly.assertThat(answer.asString()).as(operation.toString()).doesNotContain("of the owner");
            }
        });
        softly.assertAll();
        assertThat(operations.stream().filter(which))
                .as("operations that were tried")
                .hasSizeGreaterThan(5);
    }

    private Response send(RequestSpecification caller, Operation operation, String tenant) {
        var request = operation.isWriting() ? caller.body("{}") : caller;
        return request.basePath("").urlEncodingEnabled(false).request(operation.method(), path(operation, tenant));
    }

    private String path(Operation operation, String tenant) {
        return new Operation(operation.method(), operation.path().replace("{tenant}", tenant)).pathWith(ownersThings);
    }

    private void ownerIsUnharmed() {
        assertThat(owner.get("/endpoints/{endpoint}", ownersThings.get("endpoint"))
                        .getString("name"))
                .isEqualTo("Private");
        assertThat(owner.get("/dead-letters").getList("data.id")).containsExactly(ownersThings.get("deadLetter"));
        assertThat(owner.get("/events").getList("data.id")).containsExactly(ownersThings.get("event"));
        assertThat(subscriber.received()).hasSize(1);
    }
}
