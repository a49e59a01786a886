package dev.posthorn.monitoring.health;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.Attempts;
import dev.posthorn.monitoring.TestBus;
import dev.posthorn.monitoring.TestClock;
import dev.posthorn.monitoring.statistics.Counting;
import dev.posthorn.testkit.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class HealthResourceTest {

    @Inject
    TestBus bus;

    @Inject
    TestClock clock;

    @Inject
    Counting counting;

    @Test
    void tellsHowEachEndpointIsDoing() throws Exception {
        // Given
        clock.leap();
        String tenant = bus.tenant("Acme");
        EndpointId good = bus.endpoint(tenant, "Good");
        EndpointId broken = bus.endpoint(tenant, "Broken");
        EndpointId idle = bus.endpoint(tenant, "Idle");
        var now = clock.instant();
        counting.count(Attempts.at(now, tenant, good).mix(3, 1));
        counting.count(List.of(
                Attempts.at(now, tenant, broken).failure("rejected", 503, "The endpoint answered 503"),
                Attempts.at(now.minusSeconds(1), tenant, broken).timeout()));
        counting.count(Attempts.at(now.minus(Duration.ofHours(3)), tenant, idle).mix(1, 0));

        // When
        var health = given().auth()
                .oauth2(Tokens.tenantViewer(tenant))
                .get("/v1/tenants/" + tenant + "/health")
                .then();

        // Then: newest endpoint first
        health.statusCode(200)
                .body("data.name", contains("Idle", "Broken", "Good"))
                .body("data.state", contains("idle", "failing", "healthy"))
                .body("data.attempts", contains(0, 2, 4))
                .body("data[0].failureRate", nullValue())
                .body("data[0].lastSuccessAt", notNullValue())
                .body("data[0].lastFailure", nullValue())
                .body("data[1].window", equalTo("PT5M"))
                .body("data[1].lastFailure.outcome", equalTo("5xx"))
                .body("data[1].lastFailure.statusCode", equalTo(503))
                .body("data[1].lastFailure.error", equalTo("The endpoint answered 503"))
                .body("data[2].failureRate", equalTo(0.25f))
                .body("data[2].deliveryTime", equalTo("PT0.04S"))
                .body("nextCursor", nullValue());
    }

    @Test
    void isUpAndShowsItsMetrics() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("posthorn_attempts_counted_total"))
                .body(containsString("posthorn_attempts_batches_duplicate_total"))
                .body(containsString("posthorn_attempts_messages_poison_total"))
                .body(containsString("posthorn_alerts_open{state=\"firing\"}"))
                .body(containsString("posthorn_mails_sent_total"))
                .body(containsString("posthorn_mails_failed_total"));
    }

    @Test
    void documentsItsApi() {
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("openapi", equalTo("3.0.3"))
                .body("paths.'/v1/tenants/{tenant}/stats'.get.operationId", equalTo("getTenantStatistics"))
                .body("paths.'/v1/tenants/{tenant}/alert-rules'.put.operationId", equalTo("putAlertRules"))
                .body("paths.'/v1/tenants/{tenant}/health'", notNullValue())
                .body("paths.'/v1/alerts'", notNullValue())
                .body("components.schemas.Alert.properties.endpointId.type", equalTo("string"))
                .body("components.schemas.Alert.properties.rule.type", equalTo("string"));
    }
}
