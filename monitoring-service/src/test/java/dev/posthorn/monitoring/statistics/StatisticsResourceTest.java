package dev.posthorn.monitoring.statistics;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.Attempts;
import dev.posthorn.monitoring.TestBus;
import dev.posthorn.monitoring.TestClock;
import dev.posthorn.testkit.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class StatisticsResourceTest {

    @Inject
    TestBus bus;

    @Inject
    Counting counting;

    @Inject
    TestClock clock;

    private String tenant;
    private EndpointId orders;
    private EndpointId invoices;

    @BeforeEach
    void twoEndpoints() throws Exception {
        clock.leap();
        tenant = bus.tenant("Acme");
        orders = EndpointId.next();
        invoices = EndpointId.next();
        Instant now = clock.instant();
        counting.count(Attempts.at(now, tenant, orders).mix(6, 2));
        counting.count(Attempts.at(now.minus(Duration.ofMinutes(2)), tenant, orders)
                .ofType("order.paid")
                .mix(1, 0));
        counting.count(
                List.of(Attempts.at(now, tenant, invoices).failure("rejected", 500, "500 Internal Server Error")));
    }

    @Test
    void showsTheLastHourMinuteByMinuteByDefault() {
        ask("").statusCode(200)
                .body("step", equalTo("PT1M"))
                .body("groupBy", equalTo("none"))
                .body("total.attempts", equalTo(10))
                .body("total.successes", equalTo(7))
                .body("total.successRate", equalTo(0.7f))
                .body("total.outcomes.timeout", equalTo(2))
                .body("total.outcomes.5xx", equalTo(1))
                .body("total.outcomes.dns", equalTo(0))
                .body("total.firstAttemptSuccessRate", equalTo(0.7f))
                .body("total.finalSuccessRate", equalTo(1.0f))
                .body("total.deliveryTime.mean", equalTo("PT0.04S"))
                .body("total.deliveryTime.p99", notNullValue())
                .body("groups", hasSize(1))
                .body("groups[0].key", nullValue())
                .body("groups[0].points", hasSize(2))
                .body("groups[0].points[1].figures.attempts", equalTo(9))
                .body("omittedGroups", equalTo(0));
    }

    @Test
    void groupsByEndpointWithTheBusiestFirst() {
        ask("?groupBy=endpoint&step=PT1H")
                .statusCode(200)
                .body("groups.key", contains(orders.toString(), invoices.toString()))
                .body("groups.total.attempts", contains(9, 1))
                .body("groups[1].total.deliveryTime", nullValue());
    }

    @Test
    void groupsByEventTypeOfOneEndpoint() {
        ask("?groupBy=eventType&endpointId=" + orders)
                .statusCode(200)
                .body("groups.key", contains("order.created", "order.paid"));
    }

    @Test
    void hasOneUnnamedRegionSoFar() {
        ask("?groupBy=region").statusCode(200).body("groups", hasSize(1)).body("groups[0].key", nullValue());
    }

    @Test
    void narrowsDownToAnEventType() {
        ask("?eventType=order.paid").statusCode(200).body("total.attempts", equalTo(1));
        ask("?eventType=nothing.such")
                .statusCode(200)
                .body("groups", empty())
                .body("total.attempts", equalTo(0))
                .body("total.successRate", nullValue());
    }

    @Test
    void showsOperatorsAllTenantsTogether() {
        given().auth()
                .oauth2(Tokens.operator())
                .get("/v1/stats")
                .then()
                .statusCode(200)
                .body("total.attempts", greaterThanOrEqualTo(10));
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, from",
        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
        "to=2026-01-01, to",
        "step=1m, step",
        "to=+9999-01-01T00:00:00Z, to",
        "step=PT30S, step",
        "step=PT90S, step",
        "step=-PT1M, step",
        "from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z, step",
        "groupBy=colour, groupBy",
        "endpointId=7, endpointId",
    })
    void refusesWhatItCannotReadOrShow(String query, String field) {
        ask("?" + query)
                .statusCode(400)
                .body("error", equalTo("malformed_request"))
                .body("field", equalTo(field))
                .body("message", notNullValue());
    }

    @Test
    void isShownToItsOwnTenantOnly() {
        String path = "/v1/tenants/" + tenant + "/stats";
        given().get(path).then().statusCode(401).body("error", equalTo("unauthorized"));
        given().auth()
                .oauth2(Tokens.tenantAdmin("another"))
                .get(path)
                .then()
                .statusCode(404)
                .body("error", equalTo("not_found"));
        given().auth()
                .oauth2(Tokens.tenantAdmin(tenant))
                .get("/v1/stats")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(Tokens.operator())
                .get("/v1/tenants/nobody/stats")
                .then()
                .statusCode(404);
    }

    private ValidatableResponse ask(String query) {
        return given().auth()
                .oauth2(Tokens.tenantViewer(tenant))
                .get("/v1/tenants/" + tenant + "/stats" + query)
                .then();
    }
}
