package dev.posthorn.monitoring.alert;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.Attempts;
import dev.posthorn.monitoring.TestBus;
import dev.posthorn.monitoring.TestClock;
import dev.posthorn.monitoring.statistics.Counting;
import dev.posthorn.testkit.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class AlertEvaluationTest {

    @Inject
    TestBus bus;

    @Inject
    TestClock clock;

    @Inject
    Counting counting;

    @Inject
    AlertEvaluation evaluation;

    @Inject
    DataSource dataSource;

    private String tenant;
    private EndpointId orders;

    @BeforeEach
    void oneEndpointAndNoAlerts() throws Exception {
        clock.leap();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate alert, notification");
        }
        tenant = bus.tenant("Acme Ltd", "ops@acme.example");
        orders = bus.endpoint(tenant, "Orders");
    }

    @Test
    void firesForAnEndpointAbove10PercentAndResolvesBelow() throws Exception {
        // Given
        count(890, 110);

        // When
        AlertEvaluation.Round first = evaluation.runOnce();

        // Then
        assertThat(first.fired()).isZero();
        alerts("?state=pending").body("data.rule", hasItem("endpoint-failure-rate"));

        // When
        twoRounds();

        // Then
        alerts("?state=firing")
                .body("data.rule", containsInAnyOrder("endpoint-failure-rate", "success-rate"))
                .body("data.find { it.endpointId != null }.id", matchesPattern("alt_[0-9a-z]{26}"))
                .body("data.find { it.endpointId != null }.tenantId", equalTo(tenant))
                .body("data.find { it.endpointId != null }.endpointId", equalTo(orders.toString()))
                .body("data.find { it.endpointId != null }.value.toDouble()", closeTo(0.11, 1e-6))
                .body("data.find { it.endpointId != null }.threshold.toDouble()", closeTo(0.10, 1e-6))
                .body("data.find { it.endpointId != null }.since", notNullValue())
                .body("data.find { it.endpointId != null }.resolvedAt", nullValue())
                .body(
                        "data.find { it.endpointId != null }.cause",
                        equalTo("110 of 1000 attempts failed, most often (110) with a timeout: No answer within 5 s"));

        // When
        clock.advance(Duration.ofMinutes(6));
        count(91, 9);
        twoRounds();

        // Then
        alerts("?state=resolved")
                .body("data.rule", contains("endpoint-failure-rate"))
                .body("data[0].resolvedAt", notNullValue());
    }

    @Test
    void firesForATenantAt94PercentAndNotAt96() throws Exception {
        // Given
        count(94, 6);
        String fine = bus.tenant("Fine Inc");
        counting.count(
                Attempts.at(clock.instant(), fine, bus.endpoint(fine, "All")).mix(96, 4));

        // When
        twoRounds();

        // Then
        alerts("").body("data.rule", contains("success-rate")).body("data[0].endpointId", nullValue());
        alertsOf(fine, "").body("data", empty());
    }

    @Test
    void staysQuietAtOneFailureAmongFive() throws Exception {
        count(4, 1);

        twoRounds();

        alerts("").body("data", empty());
    }

    @Test
    void firesWhenDeliveriesTakeMoreThanFiveSeconds() throws Exception {
        // Given
        var slow = Attempts.at(clock.instant(), tenant, orders);
        for (int i = 0; i < 20; i++) {
            counting.count(List.of(slow.success(Duration.ofMillis(7_300))));
        }

        // When
        twoRounds();

        // Then
        alerts("")
                .body("data.rule", contains("delivery-time"))
                .body("data[0].value", equalTo(7.3f))
                .body("data[0].cause", equalTo("Slowest is endpoint Orders with 7.3 s on average"));
    }

    @Test
    void firesForThePlatformAsAWhole() throws Exception {
        count(50, 50);

        twoRounds();

        given().auth()
                .oauth2(Tokens.operator())
                .get("/v1/alerts?state=firing")
                .then()
                .statusCode(200)
                .body("data.findAll { it.tenantId == null }.rule", contains("success-rate"));
        alerts("").body("data", hasSize(2));
    }

    @Test
    void firesAndTellsOnceThoughSeveralInstancesEvaluate() throws Exception {
        // Given
        count(50, 50);

        // When
        for (int round = 0; round < 4; round++) {
            clock.advance(Duration.ofSeconds(10));
            try (var threads = Executors.newFixedThreadPool(4)) {
                List<Callable<AlertEvaluation.Round>> work =
                        List.of(evaluation::runOnce, evaluation::runOnce, evaluation::runOnce, evaluation::runOnce);
                for (var done : threads.invokeAll(work)) {
                    done.get();
                }
            }
        }

        // Then
        alerts("?state=firing").body("data", hasSize(2));
        assertThat(mailsTo("ops@acme.example")).isEqualTo(2);
    }

    @Test
    void goesOnFromWhatIsStoredWithoutTellingAgain() throws Exception {
        // Given: what a killed instance leaves is what it committed
        count(50, 50);
        twoRounds();

        // When
        for (int round = 0; round < 3; round++) {
            clock.advance(Duration.ofSeconds(10));
            assertThat(evaluation.runOnce().fired()).isZero();
        }

        // Then
        assertThat(mailsTo("ops@acme.example")).isEqualTo(2);
    }

    @Test
    void endsTheAlertOfAnEndpointThatIsDisabled() throws Exception {
        // Given
        count(50, 50);
        twoRounds();

        // When
        bus.change(tenant, orders, "Orders", "disabled", 2);
        twoRounds();

        // Then
        alerts("?state=resolved").body("data.rule", contains("endpoint-failure-rate"));
        given().auth()
                .oauth2(Tokens.tenantViewer(tenant))
                .get("/v1/tenants/" + tenant + "/health")
                .then()
                .body("data.state", contains("disabled"));
    }

    @Test
    void listsAlertsPageByPageNewestFirst() throws Exception {
        count(50, 50);
        twoRounds();

        String cursor = alerts("?limit=1").body("data", hasSize(1)).extract().path("nextCursor");

        alerts("?limit=1&cursor=" + cursor).body("data", hasSize(1)).body("nextCursor", nullValue());
        alerts("?cursor=x").statusCode(400);
        ask("/alerts?state=lost").statusCode(400).body("field", equalTo("state"));
    }

    @Test
    void followsATenantsOwnRules() throws Exception {
        // Given
        put("{\"rules\": [{\"rule\": \"endpoint-failure-rate\", \"threshold\": 0.6, \"hysteresis\": 0.1},"
                        + " {\"rule\": \"success-rate\", \"enabled\": false}]}")
                .statusCode(200)
                .body("rules.rule", contains("success-rate", "delivery-time", "endpoint-failure-rate"))
                .body("rules[0].enabled", equalTo(false))
                .body("rules[1].threshold", equalTo(5.0f))
                .body("rules[2].threshold", equalTo(0.6f))
                .body("rules[2].window", equalTo("PT5M"))
                .body("rules[2].minimumAttempts", equalTo(20));
        count(50, 50);

        // When
        twoRounds();

        // Then
        alerts("").body("data", empty());
        put("{\"rules\": []}").body("rules[0].enabled", equalTo(true)).body("rules[2].threshold", equalTo(0.1f));
    }

    @Test
    void refusesRulesThatMakeNoSense() {
        refused("{\"rules\": [{\"rule\": \"success-rate\", \"threshold\": 95}]}", "rules[0].threshold");
        refused("{\"rules\": [{\"rule\": \"success-rate\", \"hysteresis\": 0.2}]}", "rules[0].hysteresis");
        refused("{\"rules\": [{\"rule\": \"delivery-time\", \"threshold\": 0}]}", "rules[0].threshold");
        refused("{\"rules\": [{\"rule\": \"delivery-time\", \"window\": \"PT30S\"}]}", "rules[0].window");
        refused("{\"rules\": [{\"rule\": \"delivery-time\", \"minimumAttempts\": 0}]}", "rules[0].minimumAttempts");
        refused("{\"rules\": [{\"rule\": \"success-rate\"}, {\"rule\": \"success-rate\"}]}", "rules[1].rule");
        refused("{\"rules\": [{\"threshold\": 0.5}]}", "rules[0].rule");
        refused("{\"rules\": [{\"rule\": \"luck\"}]}", "rules[0].rule");
        refused("{\"rules\": [{\"rule\": \"success-rate\", \"colour\": 1}]}", "rules[0].colour");
        refused("{}", "rules");
        put("[]").statusCode(400);
        put("").statusCode(400);
        given().auth()
                .oauth2(Tokens.tenantViewer(tenant))
                .contentType(ContentType.JSON)
                .body("{\"rules\": []}")
                .put("/v1/tenants/" + tenant + "/alert-rules")
                .then()
                .statusCode(403);
    }

    private void refused(String body, String field) {
        put(body)
                .log()
                .ifValidationFails()
                .statusCode(422)
                .body("error", equalTo("validation_failed"))
                .body("field", equalTo(field));
    }

    private ValidatableResponse put(String body) {
        return given().auth()
                .oauth2(Tokens.tenantAdmin(tenant))
                .contentType(ContentType.JSON)
                .body(body)
                .put("/v1/tenants/" + tenant + "/alert-rules")
                .then();
    }

    private void count(int successes, int timeouts) throws Exception {
        counting.count(Attempts.at(clock.instant(), tenant, orders).mix(successes, timeouts));
    }

    private void twoRounds() {
        evaluation.runOnce();
        clock.advance(Duration.ofSeconds(10));
        evaluation.runOnce();
    }

    private ValidatableResponse alerts(String query) {
        return alertsOf(tenant, query);
    }

    private ValidatableResponse alertsOf(String owner, String query) {
        return given().auth()
                .oauth2(Tokens.tenantViewer(owner))
                .get("/v1/tenants/" + owner + "/alerts" + query)
                .then();
    }

    private ValidatableResponse ask(String path) {
        return given().auth()
                .oauth2(Tokens.tenantViewer(tenant))
                .get("/v1/tenants/" + tenant + path)
                .then();
    }

    private long mailsTo(String recipient) throws Exception {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement("select count(*) from notification where recipient = ?")) {
            statement.setString(1, recipient);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
